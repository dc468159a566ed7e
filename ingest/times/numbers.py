"""Numbers in figures and words, whatever the language: the words and their values come from its data."""

from collections.abc import Mapping


def number(words: str, values: Mapping[str, int]) -> int | None:
    """The value of a number in figures ("35"), words ("trente-cinq", "one hundred and five") or signs ("二十三").

    `words` is lower-cased; `values` gives the value of each word or sign. A row of single signs below ten is read as
    figures ("二〇二二" is 2022). None where nothing in it is known.
    """
    digits = "".join(char for char in words if char.isdigit() and char.isascii())
    if digits and not any(char.isalpha() for char in words[: words.rfind(digits[-1]) + 1]):
        return int(digits) if len(digits) < 10 else None
    found = _parts(words, values)
    if not found:
        return None
    if len(found) > 1 and all(value < 10 for value in found):
        return int("".join(map(str, found)))
    total = current = 0
    for value in found:
        if value >= 1000:
            total, current = total + max(current, 1) * value, 0
        elif value == 100:
            current = max(current, 1) * 100
        elif value == 10 and 0 < current % 100 < 10:
            current += current % 10 * 9
        elif current == 1 and value > 10:
            current = value  # "une quinzaine", "a dozen"
        else:
            current += value
    return total + current


def _parts(words: str, values: Mapping[str, int]) -> list[int]:
    """The values of the known words, longest first, in order."""
    longest = max(map(len, values), default=0)
    found: list[int] = []
    at = 0
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            if (value := values.get(words[at : at + size])) is not None:
                found.append(value)
                at += size
                break
        else:
            at += 1
    return found
