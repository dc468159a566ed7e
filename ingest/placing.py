"""Where a claim's happening is put: the place that goes with a verb or noun."""

from collections.abc import Sequence

from graph.model import PlaceRef
from graph.registry import Registry
from ingest.clauses import Clauses, Verb
from ingest.dating import located
from ingest.document import PlaceMention

_ASSAULTED = 6  # tokens behind an assault within which stands what is assaulted
_OPENING = 3  # tokens from the start of a sentence in which the place stands that opens it


def place_of(
    clauses: Clauses,
    places: Sequence[PlaceMention],
    registry: Registry,
    first: int,
    last: int,
    verb: Verb | None,
    toward: frozenset[str] = frozenset(),
    away: frozenset[str] = frozenset(),
) -> PlaceRef | None:
    """The narrowest place that a locative preposition puts into the clause; `toward` are further prepositions, of
    where one travels to, `away` those of where one comes from, which is not where one arrives."""
    locative = frozenset(clauses.grammar.data["locative"]) - away | toward
    if verb is not None:
        region = (clauses.clause_start(verb), max(clauses.right_end(verb), last))
    else:
        region = (first, clauses._noun_end(last))
    found: list[tuple[int, PlaceMention]] = []
    for place in places:
        at, _ = located(clauses, place.start, place.end)
        if region[0] <= at < region[1] or (verb is None and _next_to(clauses, last, at, region[1])):
            preposition = _preposition(clauses, at)
            if _topic(clauses, at) or (verb is not None and _of_participle(clauses, verb, at)):
                continue
            visited = bool(toward) and verb is not None and _right_behind(clauses, verb, at)
            if (
                preposition in locative
                or visited
                or (found and clauses.categories[at - 1] == "," and not _of_person(clauses, at))
            ):
                found.append((abs(at - last), place))
    opening = region[0] - 1
    where = clauses.grammar.data["whereabouts"]
    if not found and verb is not None and opening > 0 and clauses.lows[opening] in where:  # "in Dalian, where …"
        found = [(0, p) for p in places if 0 <= opening - located(clauses, p.start, p.end)[1] <= 1]
    if not found:
        return None
    ids = {place.id for _, place in found}
    found.sort(key=lambda pair: pair[0])
    inner = [place for _, place in found if not any(_within(registry, other, place.id) for other in ids)]
    best = (inner or [found[0][1]])[0]
    return PlaceRef(id=best.id, name=best.name, start=best.start, end=best.end)


def assaulted(
    clauses: Clauses, places: Sequence[PlaceMention], registry: Registry, first: int, last: int, verb: Verb | None
) -> PlaceRef | None:
    """ "l'annexion de la Crimée", "a envahi l'Ukraine": what is assaulted is where; the narrowest of several that lie
    in one another (轰炸乌克兰南部城市马里乌波尔). Where complements stand before their verb, what a passive names there
    (基辅遭轰炸)."""
    behind = [place for place in places if _near(clauses, place, last)]
    if not behind and verb is not None and verb.passive and clauses.coverbs is not None:
        start = clauses.clause_start(verb)
        behind = [place for place in places if start <= located(clauses, place.start, place.end)[0] < verb.first]
    if not behind:
        return None
    best = behind[0]
    for place in behind[1:] if clauses.coverbs is not None else ():
        best = place if _within(registry, place.id, best.id) else best
    return PlaceRef(id=best.id, name=best.name, start=best.start, end=best.end)


def _near(clauses: Clauses, place: PlaceMention, last: int) -> bool:
    """Whether a place stands within a few words behind a token, in the same clause."""
    at, _ = located(clauses, place.start, place.end)
    return last <= at <= last + _ASSAULTED and not {"V", ";", ","} & set(clauses.categories[last:at])


def _next_to(clauses: Clauses, last: int, at: int, end: int) -> bool:
    """Whether a place ends the complements of a noun: "talks between Russia and Ukraine in Istanbul"."""
    return at == end and "," not in clauses.categories[last:at] and clauses.categories[at - 1] == "P"


def opening(clauses: Clauses, places: Sequence[PlaceMention], first: int) -> PlaceRef | None:
    """ "In Khabarovsk, where he was on a visit, the minister ruled it out": the place that opens a sentence with a
    comma behind it is where its main verb puts what it tells."""
    locative = frozenset(clauses.grammar.data["locative"])
    for place in places:
        at, end = located(clauses, place.start, place.end)
        begins = 0 < at <= _OPENING and clauses.categories[0] == "P" and clauses.lows[0] in locative
        closed = end < first and clauses.categories[end : end + 1] == [","]
        if begins and closed and _preposition(clauses, at) in locative:
            return PlaceRef(id=place.id, name=place.name, start=place.start, end=place.end)
    return None


def _topic(clauses: Clauses, at: int) -> bool:
    """ "the war in Ukraine": a place that tells which war, not where something else happens."""
    index = at - 1
    while index > 0 and clauses.categories[index] in ("D", "J"):
        index -= 1
    topics = clauses.grammar.data["place_topics"]
    return index > 0 and clauses.categories[index] == "P" and clauses.lows[index - 1] in topics


def _of_participle(clauses: Clauses, verb: Verb, at: int) -> bool:
    """ "a remercié pour l'aide envoyée au Sichuan": a place of the participle before it, and not of the verb."""
    index = at - 1
    while index > verb.last and clauses.categories[index] in ("D", "P"):
        index -= 1
    reduced = index > verb.last and clauses.categories[index] == "W" and clauses.categories[index + 1] == "P"
    if reduced and clauses.categories[index - 1] in ("D", "J"):
        return False  # "a Western bid at the UN"
    return reduced and any(form.kind == "participle" for form in clauses.grammar.lexicon.forms(clauses.lows[index]))


def _of_person(clauses: Clauses, at: int) -> bool:
    """Whether a place is only part of somebody's title: "In Moscow, Kremlin spokesman Dmitry Peskov …"."""
    mention = clauses.mention_at[at]
    return mention is not None and mention.kind == "person"


def _right_behind(clauses: Clauses, verb: Verb, at: int) -> bool:
    """Whether the word at a token is the object of a verb: "visited the Kremlin"."""
    return verb.last <= at and all(c in ("D", "J", "A") for c in clauses.categories[verb.last : at])


def _preposition(clauses: Clauses, at: int) -> str:
    index = at - 1
    heads = clauses.grammar.data["place_heads"]
    if index > 1 and clauses.lows[index] in heads and clauses.lows[index - 1] in clauses.grammar.genitive:
        owner = clauses.mention_at[index - 2]
        if owner is not None and owner.first > clauses.offset:  # "in Kazakhstan's capital Astana"
            return _preposition(clauses, owner.first - clauses.offset)
    determiners = clauses.grammar.data["determiners"]  # an article may belong to an actor: "in the Kremlin"
    while (
        index > at - 4
        and index >= 0
        and (
            clauses.categories[index] in ("D", "W", "J")
            or clauses.lows[index] in determiners
            or (clauses.coverbs is not None and clauses.categories[index] == "M")  # 在乌兹别克斯坦撒马尔罕
        )
    ):
        if clauses.categories[index] == "W" and clauses.lows[index] not in clauses.grammar.data["place_heads"]:
            return ""
        index -= 1
    if index > 0 and clauses.lows[index] in clauses.grammar.of:
        head = index - 1
        while head > 0 and clauses.categories[head] == "J":
            head -= 1  # "dans la ville sud-africaine de X"
        if clauses.lows[head] in clauses.grammar.data["place_heads"]:
            return _preposition(clauses, head + 1)  # "in the city of X"
    return clauses.grammar.prepositions.get(clauses.lows[index], "") if index >= 0 else ""


def _within(registry: Registry, inner: str, outer: str) -> bool:
    """Whether a place lies in another, at any depth."""
    seen = registry.places[inner].within if inner in registry.places else None
    while seen is not None:
        if seen == outer:
            return True
        seen = registry.places[seen].within if seen in registry.places else None
    return False
