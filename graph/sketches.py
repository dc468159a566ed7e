"""Sketches of texts: small signatures by which texts that are alike meet, and those that are not are told apart without
being read. MinHash (Broder 1997), of which the lowest 16 bits are kept (b-bit minwise hashing, Li and König 2010).

A sketch is 252 bytes whatever the text's length. Everything here is a pure function of the texts' shingles, so that one
process, many, and a cluster find the same pairs in any order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import Any

from graph.model import digest

BANDS, ROWS = 42, 3  # texts that share a band are compared: 3 equal marks in one of 42 places
MARKS = BANDS * ROWS
LEAST = 20  # shingles below which only the very same words are a copy
CONTAINED = 0.6  # share of the shorter text's shingles from which on it is a copy
DOUBT = 4.0  # standard deviations by which a sketch may err before a pair is given up: 3 in 100,000
PART, PARTS = 48, 43  # bits of a key below the number of its band; bands, and the keys of short texts after them


@dataclass(frozen=True, kw_only=True, slots=True)
class Sketch:
    """How many shingles a text has, and the lowest 16 bits of their least hashes under MARKS permutations (little
    endian). Of a text of fewer than LEAST shingles the marks are a hash of all of them, of one without any empty."""

    size: int
    marks: bytes

    @property
    def keys(self) -> tuple[int, ...]:
        """The keys under which it meets others that are alike: numbers of 54 bits, the highest
        of which are the number of the band."""
        if self.size < LEAST:
            return (BANDS << PART | int.from_bytes(self.marks[:6], "little"),) if self.size else ()
        import numpy

        marks = numpy.frombuffer(self.marks, "<u2").astype(numpy.int64).reshape(BANDS, ROWS)
        bands = numpy.arange(BANDS, dtype=numpy.int64)
        keys = bands << PART | marks[:, 0] << 32 | marks[:, 1] << 16 | marks[:, 2]
        return tuple(keys.tolist())


def sketch(shingles: Iterable[int]) -> Sketch:
    """The sketch of a text's shingles, which are 64-bit hashes."""
    found = sorted(shingles)
    if len(found) < LEAST:
        marks = bytes.fromhex(digest("same", *map(str, found), size=32)) if found else b""
        return Sketch(size=len(found), marks=marks)
    import numpy

    factors, terms = _permutations()
    # A 32-bit hash x becomes factor * x + term modulo 2**32, which for an odd factor is a permutation.
    values = numpy.array(found, dtype=numpy.uint64).astype(numpy.uint32)
    least = numpy.full(MARKS, 0xFFFFFFFF, dtype=numpy.uint32)
    for at in range(0, len(values), 4096):  # the memory of a part, however long the text
        part = values[at : at + 4096, None] * factors + terms
        least = numpy.minimum(least, part.min(axis=0))
    return Sketch(size=len(found), marks=(least & 0xFFFF).astype("<u2").tobytes())


@lru_cache(maxsize=1)
def _permutations() -> tuple[Any, Any]:
    """Factors and terms, the same on every machine: taken from hashes, not from anybody's random numbers."""
    import numpy

    drawn = [int(digest("permutation", str(number), size=16), 16) for number in range(MARKS)]
    factors = numpy.array([value & 0xFFFFFFFF | 1 for value in drawn], dtype=numpy.uint32)
    return factors, numpy.array([value >> 32 & 0xFFFFFFFF for value in drawn], dtype=numpy.uint32)


def alike(one: Sketch, others: Sequence[Sketch]) -> list[int]:
    """Positions of those that may be copies of `one`: the share of equal marks, which is the likeness of the two sets,
    is not below what a containment of CONTAINED makes of their sizes, less DOUBT deviations."""
    if one.size < LEAST:
        return [at for at, other in enumerate(others) if other.marks == one.marks]
    import numpy

    long = [at for at, other in enumerate(others) if other.size >= LEAST]
    if not long:
        return []
    marks = numpy.frombuffer(b"".join(others[at].marks for at in long), "<u2").reshape(len(long), MARKS)
    equal = (marks == numpy.frombuffer(one.marks, "<u2")).sum(axis=1).tolist()
    return [at for at, count in zip(long, equal, strict=True) if count >= _wanted(one.size, others[at].size)]


def _wanted(one: int, other: int) -> float:
    """Equal marks below which two texts of these sizes are no copies."""
    shared = CONTAINED * min(one, other)
    likeness = shared / (one + other - shared)
    return MARKS * likeness - DOUBT * sqrt(MARKS * likeness * (1 - likeness))
