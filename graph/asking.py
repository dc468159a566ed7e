"""A question on the time-ordered graph, asked of a record: window, filters and particulars in, plain values out.

The values are what programs are given: rows with ids and the claims behind them, and the names of those ids.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from graph import paths, questions
from graph.answer import Filters
from graph.errors import InputError, LimitError
from graph.model import Difference
from graph.timeline import Timeline
from graph.when import later

if TYPE_CHECKING:
    from networkx import MultiDiGraph

MOST_EVENTS = 20_000  # of a window that is asked a question; files take more
MOST_ROWS = 20_000
Row = dict[str, Any]
Window = tuple[date | None, date | None]
ALL: Window = (None, None)


class Differing(Protocol):
    """A record that keeps differences; `graph.library.Library` is one."""

    def differences(self, event_id: str) -> Iterable[Difference]: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """The particulars of a question; each uses those it needs."""

    actor: str | None = None
    goal: str | None = None  # whom a path leads to
    since: date | None = None
    days: int = 30  # length of a sliding window
    step: int = 7
    then: Window = ALL  # the later of two windows


def ask(
    timeline: Timeline,
    question: str,
    window: Window = ALL,
    filters: Filters | None = None,
    asking: Asking | None = None,
) -> Row:
    """The answer to one of QUESTIONS as `{"question", "from", "to", "data_version", "rows", "names"}`.

    Days are ISO strings, `names` maps the ids of the rows to labels in the timeline's language. Raises InputError for
    an unknown question or one that lacks its actor, DateError, NotFoundError for an actor the window does not name, and
    LimitError for a window too large: a file (`amur export --format gexf`) holds what an answer does not.
    """
    if question not in QUESTIONS:
        raise InputError(f"question {question!r} is none of {', '.join(QUESTIONS)}")
    desk = Desk(timeline=timeline, window=window, filters=filters or Filters(), asking=asking or Asking())
    rows = list(islice(QUESTIONS[question](desk), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise LimitError(f"more than {MOST_ROWS} rows: {NARROW}")
    plain = [plainly(row) for row in rows]
    return {
        "question": question,
        "from": plainly(window[0]),
        "to": plainly(window[1]),
        "data_version": timeline.record.data_version(),
        "rows": plain,
        "names": desk.names(plain),
    }


NARROW = "narrow the window or the filters, or take the file (`amur export --format gexf`, /graph.gexf)"


@dataclass(kw_only=True)
class Desk:
    """One question with all that it asks of."""

    timeline: Timeline
    window: Window
    filters: Filters
    asking: Asking
    built: dict[Window, "MultiDiGraph[str]"] = field(default_factory=dict)

    def told(self, window: Window | None = None) -> "MultiDiGraph[str]":
        """The graph of the window, built once for the question: of large windows the timeline keeps none."""
        asked = window or self.window
        if asked not in self.built:
            try:
                self.built[asked] = self.timeline.window(*asked, filters=self.filters, most=MOST_EVENTS)
            except LimitError as error:
                raise LimitError(f"more than {MOST_EVENTS} events in the window: {NARROW}") from error
        return self.built[asked]

    def actor(self) -> str:
        """The actor that the question is about."""
        if self.asking.actor is None:
            raise InputError("this question needs an actor: name one")
        return self.asking.actor

    def names(self, rows: Iterable[Row]) -> dict[str, str]:
        """Labels of the ids that the rows hold."""
        labels = {}
        for window in {self.window, self.asking.then} if self.asking.then != ALL else {self.window}:
            told = self.told(window)
            labels.update({questions.bare(n): d["label"] for n, d in told.nodes(data=True) if d["kind"] != "claim"})
        return {key: labels[key] for key in sorted(words_of(rows) & labels.keys())}


def words_of(value: Any) -> set[str]:
    """All strings within, but those of claims."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, Mapping):
        return {word for key, part in value.items() if key != "claims" for word in words_of(part)}
    return {word for part in value for word in words_of(part)} if isinstance(value, list) else set()


def plainly(value: Any) -> Any:
    """Rows as JSON holds them: mappings, lists, ISO days."""
    if hasattr(value, "__dataclass_fields__"):
        value = asdict(value)
    if isinstance(value, Mapping):
        return {key: plainly(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plainly(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def _arrivals(desk: Desk) -> Iterable[paths.Arrival]:
    found = paths.earliest_arrival(desk.told(), desk.actor(), desk.asking.since)
    return sorted(found.values(), key=lambda arrival: (arrival.day, arrival.actor))


def _path(desk: Desk) -> Iterable[paths.Arrival]:
    if desk.asking.goal is None:
        raise InputError("a path needs the actor that it leads to: name one")
    return paths.route(desk.told(), desk.actor(), desk.asking.goal, desk.asking.since)


def _months(desk: Desk) -> Iterable[Row]:
    return ({"month": month, "pairs": pairs} for month, pairs in questions.by_month(desk.told()).items())


def _centrality(desk: Desk) -> Iterable[Row]:
    days = desk.asking.days
    for start, ranks in questions.centrality(desk.told(), days=days, step=desk.asking.step).items():
        yield {"from": start, "to": later(start, days - 1), "ranks": ranks}


def _changes(desk: Desk) -> Iterable[Row]:
    if desk.asking.then == ALL:
        raise InputError("changes are between two windows: give the later one too")
    found = questions.changes(desk.told(), desk.told(desk.asking.then))
    for change in ("came", "went", "new_pairs", "lost_pairs"):
        yield from ({"change": change, "actors": s.actors, "claims": s.claims} for s in getattr(found, change))


def _agreement(desk: Desk) -> Iterable[questions.Agreement]:
    told, record = desk.told(), desk.timeline.record
    differences: Iterable[Difference] = ()
    if hasattr(record, "differences"):
        shared = (h.event for h in questions.happenings(told) if len(h.sources) > 1)
        differences = (difference for event in shared for difference in record.differences(event))
    return questions.agreement(told, questions.parting(told, differences))


QUESTIONS: dict[str, Callable[[Desk], Iterable[Any]]] = {
    "meetings": lambda desk: questions.meetings(desk.told(), desk.asking.actor),
    "ego": lambda desk: questions.ego(desk.told(), desk.actor()),
    "chains": lambda desk: questions.chains(desk.told(), desk.asking.actor),
    "arrivals": _arrivals,
    "path": _path,
    "months": _months,
    "centrality": _centrality,
    "changes": _changes,
    "agreement": _agreement,
}
