"""What became of what was handed in: one by one, and counted."""

from dataclasses import dataclass, field

from graph.model import Article
from graph.record.articles import Put
from ingest.reading import name_of

COLLECTED = ("new", "new version", "older version")  # of a Put: the text is one that was not there before


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something that did not go in, and why, in one line. `article` is what is known of it."""

    message: str
    article: Article | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Passed:
    """An article that was passed over, because it is none of those that are collected."""

    article: Article
    reason: str


Result = Put | Problem | Passed


@dataclass
class Report:
    """What became of a run. `problems` has one line for each article that did not go in."""

    statuses: dict[str, int] = field(default_factory=dict)  # of `Put` -> how many
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    passed: int = 0  # articles outside the scope
    langs: dict[str, int] = field(default_factory=dict)  # of what came in new -> how many
    projected: bool = False  # False: another process holds the store and will catch up

    @property
    def taken(self) -> int:
        """Articles that are in the record now, changed or not."""
        return sum(self.statuses.values())

    def add(self, result: Result) -> None:
        """Count one."""
        if isinstance(result, Problem):
            self.problems.append(result.message)
            return
        if isinstance(result, Passed):
            self.passed += 1
            return
        if result.status in COLLECTED:
            self.langs[result.article.lang] = self.langs.get(result.article.lang, 0) + 1
        self.statuses[result.status] = self.statuses.get(result.status, 0) + 1
        if result.note:
            self.notes.append(f"{name_of(result.article)}: {result.note}")
