"""The answers last asked for, compressed, up to a number of bytes."""

from collections import OrderedDict
from dataclasses import dataclass

MOST_BYTES = 64 * 1024 * 1024  # of all that is kept, compressed
LONGEST = 4 * 1024 * 1024  # of one

Key = tuple[tuple[str, int], str, bytes]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """One answer, compressed."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    tag: str


class Shelf:
    """The answers last asked for, up to a number of bytes."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most, self.size = most, 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    def get(self, key: Key) -> Kept | None:
        """What is kept under a key."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Key, answer: Kept) -> None:
        """Keep an answer; the ones not asked for the longest go, those of an older record among them."""
        if len(answer.body) > LONGEST or key in self._kept:
            return
        self._kept[key] = answer
        self.size += len(answer.body)
        while self.size > self.most:
            _, gone = self._kept.popitem(last=False)
            self.size -= len(gone.body)

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
        self.size = 0
