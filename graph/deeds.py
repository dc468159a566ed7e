"""Deeds made of what a curator asks for: each looked up in the record, and refused with the reason where it cannot be.

To be called inside the transaction that writes the entry, so that two curators never work on two states.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from graph.anchors import Letters, anchor_of, passage_of
from graph.curation import (
    FIELDS,
    NOTED,
    AddClaim,
    Change,
    ClaimAnchor,
    Correct,
    Deed,
    Entry,
    Merge,
    MergeActors,
    Note,
    Reject,
    SetDate,
    Split,
    Undo,
    sign,
    undone,
)
from graph.errors import DataError, NotFoundError
from graph.jsonform import Json, claim_to_json
from graph.library import Library
from graph.model import MODES, Claim, Family, PublishedBasis
from graph.registry import Registry
from graph.replay import added, corrected


def anchors(library: Library, claims: Iterable[str]) -> tuple[ClaimAnchor, ...]:
    """The anchors of current claims, in the order given. Raises NotFoundError where one is none."""
    wanted = tuple(claims)
    library.check_claims(wanted)
    letters: dict[str, Letters] = {}
    made = []
    for claim_id in wanted:
        claim = library.extracted_claim(claim_id)
        article = library.article(claim.article)
        known = letters.setdefault(article.id, Letters(article.text))
        extracted = library.extracted_claims(article.id)
        pool = extracted if any(one.id == claim.id for one in extracted) else (*extracted, claim)
        made.append(anchor_of(claim, article, pool, known))
    return tuple(made)


def reject(library: Library, claim: str) -> Reject:
    """The text does not say this. Raises NotFoundError for an unknown claim, and for one rejected already."""
    return Reject(claim=anchors(library, [claim])[0])


def changes_of(values: Mapping[str, object]) -> tuple[Change, ...]:
    """Changes, by field. Raises DataError on a field that cannot be corrected."""
    unknown = sorted(values.keys() - FIELDS)
    if unknown:
        raise DataError(f"no field {unknown[0]!r} of a claim can be corrected; {', '.join(sorted(FIELDS))} can")
    if not values:
        raise DataError("nothing is corrected: give a field and its value")
    made = []
    for field, value in sorted(values.items()):
        if field == "when" and not (isinstance(value, dict) and {"from", "to", "kind"} <= value.keys()):
            raise DataError("a date has from, to, kind, precision, edtf, date_basis and date_words, or kind null")
        made.append(Change(field=field, value=json.dumps(value, ensure_ascii=False, sort_keys=True)))
    return tuple(made)


def check_mode(values: Mapping[str, object], family: str) -> dict[str, object]:
    """The values, with the family to which a new mode belongs. Raises DataError on a mode of another one."""
    mode = values.get("mode")
    wanted = str(values.get("family", family))
    if wanted not in set(Family):
        raise DataError(f"unknown family {wanted!r}; known are {', '.join(Family)}")
    if mode is None:
        return dict(values)
    if mode not in MODES[Family(wanted)]:
        modes = ", ".join(MODES[Family(wanted)]) or "none"
        raise DataError(f"{mode!r} is no mode of {wanted}; it has {modes}")
    return {**values, "family": wanted}


def correct(library: Library, claim: str, values: Mapping[str, object]) -> Correct:
    """The text says it otherwise. `values` are fields of `jsonform.claim_to_json`; "when" holds those of a date.

    Raises NotFoundError for an unknown claim; DataError for an unknown field, a wrong value, or no change at all.
    """
    (anchor,) = anchors(library, [claim])
    before = library.claim(claim)
    for field in ("reports", "denies"):
        if values.get(field):
            library.check_claims([str(values[field])])
            if values[field] == claim:
                raise DataError(f"a claim cannot be what it {field} itself")
    changes = changes_of(check_mode(values, before.family.value))
    after = _tried(lambda trial: corrected(before, changes, trial))
    if bare(after) == bare(before):
        raise DataError(f"claim {claim} says so already: nothing would change")
    return Correct(claim=anchor, changes=changes)


def bare(claim: Claim) -> Json:
    """All that a claim says."""
    return {key: value for key, value in claim_to_json(claim).items() if key not in ("review", "rules")}


def _tried(make: Callable[[Entry], Claim]) -> Claim:
    """The claim that a deed would make. Raises DataError where it cannot be."""
    try:
        return make(Entry(id="k-trial", at=datetime(2000, 1, 1, tzinfo=UTC), who="", why="", deed=Undo(entry="")))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"a value is wrong: {error}") from error


def add_claim(
    library: Library, article: str, words: str, values: Mapping[str, object], *, trigger: str = "", occurrence: int = 0
) -> AddClaim:
    """The text says this too. `words` stand in the article (their `occurrence`-th place, from 0), `trigger` in them.

    Raises NotFoundError for an unknown article; DataError for words it has not got and for wrong values.
    """
    text = library.article(article)
    letters = Letters(text.text)
    places = list(letters.spans(words))
    if occurrence < 0 or occurrence >= len(places):
        many = f"{len(places)} times" if places else "nowhere"
        raise DataError(f"« {words[:80]} » stands {many} in article {article}; copy the words from its text")
    shown = places[occurrence]
    named = next((s for s in letters.spans(trigger) if shown.start <= s.start and s.end <= shown.end), None)
    if trigger and named is None:
        raise DataError(f"« {trigger[:80]} » does not stand in « {words[:80]} »")
    changes = changes_of(check_mode(values, str(values.get("family", ""))))
    _tried(lambda trial: added(changes, trial, article, shown, named or shown))
    return AddClaim(
        passage=passage_of(text, shown, letters), trigger=passage_of(text, named or shown, letters), changes=changes
    )


def merge(library: Library, one: str, other: str) -> Merge:
    """Two events are one. Raises NotFoundError for an unknown event, DataError where both are the same already."""
    first, second = library.event(one), library.event(other)
    if first.id == second.id:
        redirected = f" ({one} and {other} are both {first.id} now)" if one != other else ""
        raise DataError(f"an event cannot be merged into itself{redirected}: name two events")
    return Merge(
        events=(first.id, second.id), one=anchors(library, first.claims), other=anchors(library, second.claims)
    )


def split(library: Library, event: str, claims: Iterable[str]) -> Split:
    """Some claims of an event tell another one. Raises NotFoundError for an unknown event or claim, DataError for
    claims that the event has not got, for none, and for all of them."""
    found = library.event(event)
    off = tuple(claims)
    if not off:
        raise DataError("no claim is named: say which to split off")
    library.check_claims(off)
    strange = sorted(set(off) - set(found.claims))
    if strange:
        home = library.event_of(strange[0])
        raise DataError(f"event {found.id} has no claim {strange[0]}; it belongs to {home or 'no event'}")
    rest = tuple(claim for claim in found.claims if claim not in off)
    if not rest:
        raise DataError(f"all {len(off)} claims of event {found.id} are named: leave one in it")
    return Split(event=found.id, off=anchors(library, sorted(off)), rest=anchors(library, rest))


def actor_name(library: Library, registry: Registry, actor: str) -> str:
    """The name of an actor of the registry or of an article. Raises NotFoundError."""
    if actor in registry.actors:
        return registry.actors[actor].name
    for local in library.local_actors([actor]):
        return local.name
    raise NotFoundError(f"no actor {actor}: neither the registry nor any article names one of that id")


def merge_actors(library: Library, registry: Registry, gone: str, kept: str) -> MergeActors:
    """Two actors are one, called `kept` from now on.

    Raises NotFoundError for an unknown one; DataError where both are one already, or `kept` was merged away itself.
    """
    if gone == kept:
        raise DataError(f"actor {gone} cannot be merged into itself: name two actors")
    earlier = [entry.deed for entry in library.active_entries() if isinstance(entry.deed, MergeActors)]
    for deed in earlier:
        if gone == deed.gone:
            raise DataError(f"actor {gone} was merged into {deed.kept} already")
        if kept == deed.gone:
            raise DataError(f"actor {kept} was merged into {deed.kept} already: name that one")
    names = actor_name(library, registry, gone), actor_name(library, registry, kept)
    return MergeActors(gone=gone, gone_name=names[0], kept=kept, kept_name=names[1])


def set_date(library: Library, article: str, published: date) -> SetDate:
    """The publication date of an article. Raises NotFoundError; DataError where it bears that very date already."""
    given = library.given_article(article)
    known = library.article(article, text=False)
    if (known.published, known.published_basis) == (published, PublishedBasis.GIVEN):
        raise DataError(f"article {article} bears the date {published} already")
    return SetDate(article=article, work=given.work, was=given.published, published=published)


def note(library: Library, registry: Registry, kind: str, id: str) -> Note:
    """A remark on a claim, event, article or actor. Raises NotFoundError for an unknown one, DataError for another
    kind of thing."""
    if kind == "claim":
        return Note(kind=kind, thing=id, claims=anchors(library, [id]))
    if kind == "event":
        event = library.event(id)
        return Note(kind=kind, thing=event.id, claims=anchors(library, event.claims))
    if kind == "article":
        return Note(kind=kind, thing=id, work=library.article(id, text=False).work)
    if kind == "actor":
        actor_name(library, registry, id)
        return Note(kind=kind, thing=id)
    raise DataError(f"a note is on one of {', '.join(NOTED)}, not on a {kind!r}")


def undo(library: Library, entry: str) -> Undo:
    """An entry no longer holds. Raises NotFoundError for an unknown one, DataError for one that is undone already."""
    library.entry(entry)
    if entry in undone(library.entries()):
        raise DataError(f"entry {entry} is undone already")
    return Undo(entry=entry)


def write(library: Library, deed: Deed, *, who: str, why: str, at: datetime | None = None) -> Entry:
    """Sign a deed: later than every entry there is, so that the order of entries is that of signing."""
    moment = at or datetime.now(UTC)
    last = library.last_entry_at()
    if last is not None and moment <= last:
        moment = last + timedelta(microseconds=1)
    return sign(deed, who=who, why=why, at=moment)
