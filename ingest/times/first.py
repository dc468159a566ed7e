"""Which characters a pattern can begin with, so that a rule is only tried where it may match.

The patterns of the language data use a part of the syntax of `re`: literals, classes, groups, alternatives and
counted repeats. From each, the set of possible beginnings of up to `WIDTH` characters is worked out (the FIRST sets
of parsing theory, Aho and Ullman 1972), with every digit written as "0".
"""

from graph.errors import LanguageDataError

WIDTH = 4
WIDTH_OF_SIGNS = 2  # two signs of a script without spaces tell as much as four letters
END = "\0"  # closes a beginning after which anything may come


def beginnings(pattern: str, width: int = WIDTH) -> frozenset[str]:
    """The possible beginnings of what `pattern` matches, each of up to `width` characters, digits as "0".

    Raises LanguageDataError for syntax outside the supported part and for a pattern that can begin with anything.
    """
    walker = _Walker(pattern, width)
    found = walker.alternatives()
    if walker.at < len(pattern):
        raise LanguageDataError(f"pattern {pattern!r}: unbalanced bracket at {walker.at}")
    heads = frozenset(head.rstrip(END) for head in found)
    if "" in heads:
        raise LanguageDataError(f"pattern {pattern!r} can begin with anything: start it with words or digits")
    return heads


class _Walker:
    """A recursive descent over one pattern."""

    def __init__(self, pattern: str, width: int) -> None:
        self.pattern = pattern
        self.width = width
        self.at = 0

    def alternatives(self) -> set[str]:
        found = self.sequence()
        while self.peek() == "|":
            self.at += 1
            found |= self.sequence()
        return found

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def sequence(self) -> set[str]:
        heads = {""}
        while self.peek() not in ("", "|", ")"):
            heads = _joined(heads, self.repeated(), self.width)
        return heads

    def repeated(self) -> set[str]:
        once, mark = self.atom(), self.peek()
        if not mark or mark not in "?*+{":
            return once
        low, high = {"?": (0, 1), "*": (0, WIDTH), "+": (1, WIDTH)}.get(mark, (0, 0))
        if mark == "{":
            close = self.pattern.index("}", self.at)
            first, comma, last = self.pattern[self.at + 1 : close].partition(",")
            low, self.at = int(first or 0), close
            high = int(last or WIDTH) if comma else low
        self.at += 1
        if self.peek() and self.peek() in "?+":
            self.at += 1
        found = set[str]()
        power = {""}
        for count in range(min(high, self.width) + 1):
            if count >= min(low, self.width):
                found |= power
            power = _joined(power, once, self.width)
        return found

    def atom(self) -> set[str]:
        char = self.peek()
        self.at += 1
        if char == "(":
            return self.group()
        if char == "[":
            return self.charset()
        if char == "\\":
            return self.escape()
        if char == ".":
            return {END}
        if char in "^$":
            return {""}
        return {"0" if char.isdigit() else char}

    def group(self) -> set[str]:
        zero_width = False
        if self.pattern.startswith("?:", self.at):
            self.at += 2
        elif self.pattern.startswith("?P<", self.at):
            self.at = self.pattern.index(">", self.at) + 1
        elif self.pattern.startswith(("?=", "?!"), self.at):
            self.at, zero_width = self.at + 2, True
        elif self.pattern.startswith(("?<=", "?<!"), self.at):
            self.at, zero_width = self.at + 3, True
        else:
            raise LanguageDataError(f"pattern {self.pattern!r}: name the group at {self.at - 1}, or open it with (?:")
        heads = self.alternatives()
        if self.peek() != ")":
            raise LanguageDataError(f"pattern {self.pattern!r}: a bracket is not closed")
        self.at += 1
        return {""} if zero_width else heads

    def escape(self) -> set[str]:
        char = self.peek()
        self.at += 1
        if char == "d":
            return {"0"}
        if char in "bB":
            return {""}
        if char in "wWsSD":
            return {END}
        return {char}

    def charset(self) -> set[str]:
        if self.peek() == "^":
            self.at = self.pattern.index("]", self.at) + 1
            return {END}
        found: set[str] = set()
        while self.peek() != "]":
            if self.peek() == "\\":
                self.at += 1
                found |= self.escape()
                continue
            char = self.peek()
            self.at += 1
            if self.peek() == "-" and self.pattern[self.at + 1 : self.at + 2] != "]":
                last = self.pattern[self.at + 1]
                self.at += 2
                found |= {chr(code) for code in range(ord(char), ord(last) + 1)}
            else:
                found.add(char)
        self.at += 1
        return {"0" if char.isdigit() else char for char in found}


def _joined(heads: set[str], tails: set[str], width: int) -> set[str]:
    """Every head that is still open, followed by every tail."""
    unfinished: dict[int, list[str]] = {}
    for head in heads:
        if len(head) < width and not head.endswith(END):
            unfinished.setdefault(len(head), []).append(head)
    if not unfinished:
        return heads
    found = {head for head in heads if len(head) >= width or head.endswith(END)}
    for size, those in unfinished.items():
        short = {tail[: width - size] for tail in tails}
        found.update(head + tail for head in those for tail in short)
    return found
