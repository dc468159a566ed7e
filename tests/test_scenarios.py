"""What accounts have to show, on short articles of our own through the real pipeline, in French and English."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from graph import deeds
from graph.answer import Answer
from graph.answerform import answer_to_json
from graph.answers import on
from graph.drift import event_drift, series_to_json, stance_drift
from graph.errors import DataError, InputError
from graph.export.bundle import bundle, hash_of, verify
from graph.model import Claim, Event, EventType, Extraction, Family, Role, Stance, StanceValue, Status
from graph.registry import Registry, load_registry
from ingest.intake import Intake
from ingest.read.article import article_from_text
from ingest.read.given import Given
from tests.record_samples import PUTIN, article, claim, span

Told = tuple[str, str, str, str | None]  # publisher, day of publication, text, address


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture
def intake(tmp_path: Path, registry: Registry) -> Iterator[Intake]:
    with Intake.open(tmp_path / "data", registry) as opened:
        yield opened


def take(intake: Intake, *told: Told) -> None:
    for publisher, day, text, url in told:
        given = Given(publisher=publisher, published=date.fromisoformat(day), url=url)
        intake.take(article_from_text(text, given, intake.registry))
    intake.relink()


def events(intake: Intake, family: Family) -> list[Event]:
    return [event for event in intake.library.events() if event.family is family]


def told_by(intake: Intake, event: Event) -> dict[str, list[Claim]]:
    """Publisher -> its claims of the event."""
    found: dict[str, list[Claim]] = {}
    for one in intake.library.claims(event.claims).values():
        found.setdefault(intake.library.article(one.article).publisher or "", []).append(one)
    return found


def values(intake: Intake, event: Event, attribute: str) -> dict[str, set[str]]:
    """Value -> sources, of a difference."""
    for difference in intake.library.differences(event.id):
        if difference.attribute == attribute:
            return {value.value: set(value.sources) for value in difference.values}
    return {}


MEETING = "Vladimir Poutine et Xi Jinping se sont rencontrés mardi à Moscou, selon un responsable russe."
DENIAL = "Vladimir Poutine n'a pas rencontré Xi Jinping mardi à Moscou, a affirmé le Kremlin."


def test_a_denial_stands_beside_its_claim(intake: Intake) -> None:
    take(intake, ("Le Fanal", "2026-03-04", MEETING, None), ("L'Autre Rive", "2026-03-05", DENIAL, None))
    (meeting,) = events(intake, Family.CONTACT)
    assert set(told_by(intake, meeting)) == {"Le Fanal", "L'Autre Rive"}
    (denied,) = told_by(intake, meeting)["L'Autre Rive"]
    assert denied.status is Status.DENIED
    assert [voice.name for link in denied.attribution for voice in link] == ["Kremlin"]
    assert set(values(intake, meeting, "whether")) == {"affirmed", "denied"}


def test_a_plan_that_happens_a_day_late(intake: Intake) -> None:
    take(
        intake,
        ("Le Fanal", "2026-03-09", "Vladimir Poutine se rendra à Pékin mercredi 11 mars 2026.", None),
        ("Le Fanal", "2026-03-12", "Vladimir Poutine est arrivé à Pékin jeudi 12 mars 2026.", None),
        ("Daily Lantern", "2026-03-12", "Vladimir Putin arrived in Beijing on 12 March 2026.", None),
    )
    (visit,) = events(intake, Family.TRAVEL)
    assert visit.status is Status.HAPPENED
    assert visit.when is not None
    assert visit.when.edtf == "2026-03-12"
    claims = [claim for told in told_by(intake, visit).values() for claim in told]
    assert {(c.when.edtf if c.when else None, c.status) for c in claims} == {
        ("2026-03-11", Status.PLANNED),
        ("2026-03-12", Status.HAPPENED),
    }


def test_two_meetings_of_one_pair_on_one_day_stay_two(intake: Intake) -> None:
    take(
        intake,
        (
            "Le Fanal", "2026-03-11",
            "Sergueï Lavrov et Wang Yi se sont rencontrés mardi matin à Astana. "
            "Sergueï Lavrov et Wang Yi se sont entretenus par téléphone mardi soir.", None,
        ),
        (
            "Daily Lantern", "2026-03-11",
            "Sergei Lavrov met Wang Yi in Astana on 10 March 2026. "
            "Sergei Lavrov and Wang Yi spoke by telephone on 10 March 2026.", None,
        ),
    )  # fmt: skip
    found = {event.labels: event for event in events(intake, Family.CONTACT)}
    assert len(found) == 2
    for event in found.values():
        told = told_by(intake, event)
        assert set(told) == {"Le Fanal", "Daily Lantern"}
        assert len({claim.mode for claims in told.values() for claim in claims}) == 1


def test_two_meetings_of_one_pair_in_two_places_on_one_day_stay_two(intake: Intake) -> None:
    text = "Sergei Lavrov met Wang Yi in Astana on 10 March 2026. In the evening Lavrov met Wang Yi in Moscow."
    take(intake, ("Daily Lantern", "2026-03-11", text, None))
    places = [event.place.name if event.place else None for event in events(intake, Family.CONTACT)]
    assert sorted(map(str, places)) == ["Astana", "Moscow"]


def test_two_sources_that_name_different_days(intake: Intake) -> None:
    take(
        intake,
        ("Le Fanal", "2026-03-12", "Xi Jinping et Vladimir Poutine se sont parlé par téléphone le 10 mars 2026.", None),
        ("Daily Lantern", "2026-03-12", "Xi Jinping and Vladimir Putin spoke by telephone on 11 March 2026.", None),
    )
    (call,) = events(intake, Family.CONTACT)
    days = values(intake, call, "when")
    assert set(days) == {"2026-03-10", "2026-03-11"}
    assert all(len(sources) == 1 for sources in days.values())


ADDRESS = "https://lantern.example/call"
FIRST = "Xi Jinping and Vladimir Putin spoke by telephone on 10 March 2026."
SECOND = "Xi Jinping and Vladimir Putin held a video call on 10 March 2026."
TENTH = date(2026, 3, 10)


def changed(intake: Intake) -> None:
    take(
        intake,
        ("Daily Lantern", "2026-03-11", FIRST, ADDRESS),
        ("Daily Lantern", "2026-03-13", SECOND, ADDRESS),
        ("Le Fanal", "2026-03-12", "Xi Jinping et Vladimir Poutine se sont parlé par téléphone le 10 mars 2026.", None),
    )


def modes(answer: Answer) -> dict[str, set[str | None]]:
    return {
        line.source.name: {told.claim.mode for told in line.claims}
        for event in answer.events
        if event.event.family is Family.CONTACT
        for line in event.lines
    }


def test_a_changed_version_and_what_was_known_before(intake: Intake, registry: Registry) -> None:
    changed(intake)
    library = intake.library
    assert modes(on(library, registry, TENTH))["Daily Lantern"] == {"video call"}
    assert modes(on(library, registry, TENTH, known=date(2026, 3, 10))) == {}
    assert modes(on(library, registry, TENTH, known=date(2026, 3, 11))) == {"Daily Lantern": {"telephone call"}}
    assert modes(on(library, registry, TENTH, known=date(2026, 3, 12))) == {
        "Daily Lantern": {"telephone call"},
        "Le Fanal": {"telephone call"},
    }
    then = on(library, registry, TENTH, known=date(2026, 3, 12))
    (call,) = [event for event in then.events if event.event.family is Family.CONTACT]
    assert not [difference for difference in call.differences if difference.attribute == "mode"]
    later = on(library, registry, TENTH, known=date(2026, 3, 13))
    assert modes(later) == modes(on(library, registry, TENTH))
    assert [e.event.id for e in later.events] == [e.event.id for e in on(library, registry, TENTH).events]
    assert answer_to_json(later)["known"] == "2026-03-13"
    assert "known" not in answer_to_json(on(library, registry, TENTH))


def test_an_undated_article_was_not_known_on_any_day(intake: Intake, registry: Registry) -> None:
    given = Given(publisher="Sans date")
    intake.take(article_from_text("Xi Jinping met Vladimir Putin in Moscow on 10 March 2026.", given, registry))
    intake.relink()
    assert modes(on(intake.library, registry, TENTH))
    assert modes(on(intake.library, registry, TENTH, known=date(2030, 1, 1))) == {}


def test_as_it_stood_in_the_record(intake: Intake, registry: Registry) -> None:
    """By record time: without what came later, and without the corrections that were signed later."""
    changed(intake)
    library = intake.library
    library.db.execute("UPDATE article SET recorded = '2026-03-20T08:00:00+00:00'")
    (fanal,) = library.articles(source=next(s for s in library.sources() if library.source_name(s) == "Le Fanal"))
    library.db.execute("UPDATE article SET recorded = '2026-03-22T08:00:00+00:00' WHERE id = ?", (fanal.id,))
    now = on(library, registry, TENTH)
    assert set(modes(now)) == {"Daily Lantern", "Le Fanal"}
    before = on(library, registry, TENTH, recorded=datetime(2026, 3, 21, tzinfo=UTC))
    assert set(modes(before)) == {"Daily Lantern"}
    assert modes(on(library, registry, TENTH, recorded=datetime(2026, 3, 19, tzinfo=UTC))) == {}
    (call,) = events(intake, Family.CONTACT)
    video = next(claim for claim in library.claims(call.claims).values() if claim.mode == "video call")
    moment = datetime.now(UTC)
    intake.curate(lambda library: deeds.reject(library, video.id), who="Ana", why="a slip")
    assert set(modes(on(library, registry, TENTH))) == {"Le Fanal"}
    assert modes(on(library, registry, TENTH, recorded=moment)) == modes(now)
    assert set(modes(on(library, registry, TENTH, recorded=moment + timedelta(days=1)))) == {"Le Fanal"}
    with pytest.raises(InputError, match="no time zone"):
        on(library, registry, TENTH, recorded=datetime(2026, 3, 19))  # noqa: DTZ001


def test_the_account_of_one_source_moves(intake: Intake, registry: Registry) -> None:
    changed(intake)
    (call,) = events(intake, Family.CONTACT)
    lantern = next(s for s in intake.library.sources() if intake.library.source_name(s) == "Daily Lantern")
    series = {one.attribute: one for one in event_drift(intake.library, registry, call.id, lantern)}
    assert [(p.day, p.current, [v for v, _ in p.values]) for p in series["mode"].points] == [
        (date(2026, 3, 11), False, ["telephone call"]),
        (date(2026, 3, 13), True, ["video call"]),
    ]
    assert series["mode"].moves
    assert not series["when"].moves
    assert all(claims for point in series["mode"].points for _, claims in point.values)
    assert series_to_json(series["mode"])["points"][0]["current"] is False
    fanal = next(s for s in intake.library.sources() if intake.library.source_name(s) == "Le Fanal")
    assert not any(one.moves for one in event_drift(intake.library, registry, call.id, fanal))


def test_the_stance_of_one_source_moves(tmp_path: Path, registry: Registry) -> None:
    """Hand-made claims: praise in one article, blame in the next, as an extractor should read them."""
    warm = article("Putin praised the partnership.", lang="en", source="afp", published=date(2026, 1, 10))
    cold = article("The paper calls the partnership a trap.", lang="en", source="afp", published=date(2026, 3, 10))
    toward = "Russia-China partnership"
    praise = Stance(
        holder="Vladimir Putin", toward=toward, value=StanceValue.SUPPORTIVE, evidence=(span(warm.text, "praised"),)
    )
    blame = Stance(holder="AFP", toward=toward, value=StanceValue.CRITICAL, evidence=(span(cold.text, "a trap"),))
    told = claim(
        warm, warm.text, "praised", kind=EventType.SUPPORT, family=Family.STATEMENT, stance=(praise,),
        actors=((*PUTIN, Role.AGENT, "Putin"),),
    )  # fmt: skip
    table = {
        warm.id: Extraction(article=warm, claims=(told,)),
        cold.id: Extraction(article=cold, stances=(blame,)),
    }
    with Intake.open(tmp_path, registry, extract=lambda one, _: table[one.id]) as intake:
        intake.take_all([cold, warm])
        points = stance_drift(intake.library, "afp", toward)
        assert [(p.day, p.supportive, p.critical, p.quotes) for p in points] == [
            (date(2026, 1, 10), 1, 0, ("praised",)),
            (date(2026, 3, 10), 0, 1, ("a trap",)),
        ]
        assert [p.claims for p in points] == [(told.id,), ()]
        assert len(stance_drift(intake.library, "afp", toward, holder="Vladimir Putin")) == 1
        assert stance_drift(intake.library, "afp", "Ukraine") == ()


def test_a_bundle_can_be_checked_later(intake: Intake, registry: Registry) -> None:
    changed(intake)
    library = intake.library
    (call,) = events(intake, Family.CONTACT)
    chosen = call.claims[0]
    intake.curate(lambda library: deeds.correct(library, chosen, {"certainty": "probable"}), who="Ana", why="hedged")
    made = bundle(library, on(library, registry, TENTH), query={"on": "2026-03-10"})
    assert made["data_version"] == library.data_version()
    assert {row["url"] for row in made["articles"]} == {ADDRESS, None}
    assert all(len(row["text_hash"]) == 64 for row in made["articles"])
    assert [row["do"] for row in made["corrections"]] == ["correct"]
    assert SECOND not in [row.get("text") for row in made["articles"]]
    assert verify(made) == []
    assert verify(made, library) == []
    forged = {**made, "query": {"on": "2026-03-11"}}
    assert verify(forged) == ["the bundle was changed after it was made: its hash is another"]
    id = made["articles"][0]["id"]
    assert any("its text is another" in line for line in verify(made, texts={id: "Something else."}))
    assert any("does not stand at" in line for line in verify(made, texts={id: "Something else."}))
    library.delete(id)
    intake.relink()
    assert any(f"article {id} is not in the record" in line for line in verify(made, library))
    again = {**made, "answer": {}}
    assert verify({**again, "hash": hash_of(again)}, library)
    with pytest.raises(DataError, match="not a bundle"):
        verify({"form": "another"})
