"""The five founding articles, read where they lie beside the project: what each source says of the days that matter.

They are not part of the project; where they are absent these tests are skipped.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.parting import partings
from graph.accounts import accounts, origins
from graph.answer import Contrast
from graph.answerform import answer_to_json
from graph.answers import on
from graph.library import Library
from graph.likeness import WEIGHTS
from graph.model import Article, Claim, Difference, EventType, Family, Polarity, PublishedBasis, Status
from graph.registry import Registry, load_registry
from ingest.intake import Intake
from ingest.pipeline import extract
from ingest.read import Given, read_articles

SEEDS = Path(__file__).resolve().parent.parent.parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the founding articles do not lie beside this checkout")

NEMETS, JOHNSON, SUMMIT, AFP, VISIT = ("000", "001", "002", "003", "004")
FEB4 = date(2026, 2, 4)
PUTIN, XI, TRUMP = "Vladimir Putin", "Xi Jinping", "Donald Trump"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def articles(registry: Registry) -> dict[str, Article]:
    """By the first three digits of their file's name."""
    found = {}
    for path in sorted(SEEDS.glob("*.txt")):
        read = list(read_articles([path], Given(), registry))
        assert len(read) == 1
        assert isinstance(read[0], Article)
        found[path.name[:3]] = read[0]
    return found


@pytest.fixture(scope="module")
def library(
    tmp_path_factory: pytest.TempPathFactory, articles: dict[str, Article], registry: Registry
) -> Iterator[Library]:
    """All five, as they are, nothing given."""
    folder = tmp_path_factory.mktemp("founding")
    with Intake.open(folder, registry) as intake:
        report = intake.take_all(articles.values())
        assert not report.problems
    with Library.open(folder, create=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def day(library: Library, registry: Registry) -> dict[str, Any]:
    """What `amur on 2026-02-04 --json` says."""
    return answer_to_json(on(library, registry, FEB4, FEB4))


def claims_of(article: Article, registry: Registry, published: date | None = None) -> tuple[Claim, ...]:
    if published is not None:
        article = replace(article, published=published, published_basis=PublishedBasis.GIVEN)
    return extract(article, registry).claims


def names(row: Claim | dict[str, Any]) -> set[str]:
    return {a.name for a in row.actors} if isinstance(row, Claim) else {a["name"] for a in row["actors"]}


def voices(claim: dict[str, Any]) -> list[str]:
    return [voice["name"] for link in claim["attribution"] for voice in link]


def told(event: dict[str, Any]) -> list[dict[str, Any]]:
    return [claim for account in event["accounts"] for claim in account["claims"]]


def one_event(day: dict[str, Any], parties: set[str], family: str = "contact") -> dict[str, Any]:
    found = [e for e in day["events"] if e["family"] == family and names(e) == parties]
    assert len(found) == 1, [(e["label"], names(e)) for e in found]
    return found[0]


def test_three_sources_tell_of_the_day(day: dict[str, Any]) -> None:
    sources = {account["source"]["name"] for event in day["events"] for account in event["accounts"]}
    assert sources == {"AFP", "Hannibal Genséric", "La voix de l'opposition russe et de la résistance ukrainienne"}


def test_the_call_is_one_event_and_its_means_differ(day: dict[str, Any]) -> None:
    call = one_event(day, {PUTIN, XI})
    assert len({account["source"]["name"] for account in call["accounts"]}) == 3
    mode = next(d for d in call["differences"] if d["attribute"] == "mode")
    by_value = {value["value"]: set(value["sources"]) for value in mode["values"]}
    assert len(by_value["telephone call"]) == 1
    assert len(by_value["video call"]) == 2
    assert not by_value["telephone call"] & by_value["video call"]


def test_who_spoke_with_trump_stands_side_by_side(day: dict[str, Any]) -> None:
    with_xi, with_putin = one_event(day, {XI, TRUMP}), one_event(day, {PUTIN, TRUMP})
    assert [a["source"]["name"][:7] for a in with_xi["accounts"]] == ["La voix"]
    assert [a["source"]["name"][:7] for a in with_putin["accounts"]] == ["Hanniba"]


def test_one_sentence_about_two_calls_is_two_claims(articles: dict[str, Article], registry: Registry) -> None:
    calls = [c for c in claims_of(articles[NEMETS], registry) if c.mode == "telephone call"]
    assert sorted(sorted(names(c)) for c in calls) == [[TRUMP, XI], [PUTIN, XI]]
    assert len({c.trigger for c in calls}) == 1
    assert len({c.id for c in calls}) == 2


def test_calls_invitation_and_the_meetings_of_shoigu_are_different_events(library: Library) -> None:
    events = {e.id: e for e in library.events()}
    by_pair: dict[tuple[str, ...], set[str]] = {}
    for event in events.values():
        if event.family in (Family.CONTACT, Family.INVITATION):
            by_pair.setdefault((event.family.value, *sorted(a.name for a in event.actors)), set()).add(event.id)
    wanted = [
        ("contact", PUTIN, XI),
        ("contact", TRUMP, XI),
        ("invitation", PUTIN, XI),
        ("contact", "Sergei Shoigu", "Wang Yi"),
        ("contact", "Sergei Shoigu", XI),
    ]
    ids = [by_pair[(family, *sorted(pair))] for family, *pair in wanted]
    assert all(ids)
    assert len(set().union(*ids)) >= len(wanted)


def test_a_crackdown_in_january_is_of_no_day(articles: dict[str, Article], registry: Registry) -> None:
    crackdown = next(c for c in claims_of(articles[AFP], registry) if c.type is EventType.COERCE and "Iran" in names(c))
    assert crackdown.when is not None
    assert (crackdown.when.start, crackdown.when.end) == (date(2026, 1, 1), date(2026, 1, 31))
    assert crackdown.when.kind.value == "within"


def test_the_crackdown_is_not_told_of_any_single_day(library: Library, registry: Registry) -> None:
    for number in (3, 15):
        answer = answer_to_json(on(library, registry, date(2026, 1, number), date(2026, 1, number)))
        assert not [e for e in answer["events"] if e["type"] == "COERCE" and "Iran" in names(e)]
        assert [e for e in answer["within"] if e["type"] == "COERCE" and "Iran" in names(e)]


def test_ushakov_and_the_chinese_ministry_are_kept_apart(articles: dict[str, Article], registry: Registry) -> None:
    claims = claims_of(articles[JOHNSON], registry)
    by_voice: dict[str, list[Claim]] = {}
    for claim in claims:
        for link in claim.attribution:
            for voice in link:
                by_voice.setdefault(voice.name, []).append(claim)
    russian, chinese = by_voice["Yury Ushakov"], by_voice["Ministry of Foreign Affairs of China"]
    assert {c.id for c in russian}.isdisjoint(c.id for c in chinese)
    for side in (russian, chinese):
        assert any(c.family is Family.INVITATION and names(c) == {PUTIN, XI} for c in side)
        visit = next(c for c in side if c.family is Family.TRAVEL and PUTIN in names(c))
        assert visit.status is Status.PLANNED
        assert visit.when is not None
        assert (visit.when.start, visit.when.end) == (date(2026, 1, 1), date(2026, 6, 30))
    hall = next(c for c in chinese if c.mode == "video call")
    assert hall.place is not None
    assert hall.place.name == "Great Hall of the People"
    assert any(c.type is EventType.SUPPORT and names(c) >= {PUTIN, XI} for c in chinese)


def test_the_invitation_is_one_event_with_two_origins(library: Library, registry: Registry) -> None:
    (invitation,) = [e for e in library.events() if e.family is Family.INVITATION and e.when and e.when.start == FEB4]
    claims = list(library.current_claims(invitation.claims))
    articles = {a.id: a for a in library.articles(text=True)}
    told = accounts(invitation, claims, articles, registry)
    assert {origin.name for origin in origins(told)} == {"Yury Ushakov", "Ministry of Foreign Affairs of China"}
    assert {articles[c.article].source for c in claims} == {"hannibal-genseric"}
    assert all(join.score >= WEIGHTS.join and join.reasons for join in invitation.joins)
    assert len(invitation.joins) == len(claims) - 1


def test_the_list_of_differences_holds_the_means_of_the_call_and_who_spoke_with_trump(
    library: Library, registry: Registry
) -> None:
    found = [one for _, one in partings(library, registry, window=(FEB4, FEB4))]
    assert any(isinstance(one, Difference) and one.attribute == "mode" for one in found)
    (trump,) = [one for one in found if isinstance(one, Contrast) and one.name == TRUMP]
    assert {value.value for value in trump.difference.values} == {XI, PUTIN}


def test_every_join_carries_its_score_and_reasons(library: Library) -> None:
    for event in library.events():
        assert len(event.joins) == len(event.claims) - 1, event
        assert all(0 < join.score <= 1 and join.reasons for join in event.joins), event


def test_the_call_lasted_85_minutes(articles: dict[str, Article], registry: Registry) -> None:
    lengths = {
        quantity.value
        for claim in claims_of(articles[JOHNSON], registry)
        for quantity in claim.quantities
        if quantity.measures == "duration"
    }
    assert 85 in lengths


def test_talks_of_two_days_run_on_both(articles: dict[str, Article], registry: Registry) -> None:
    contacts = [c for c in claims_of(articles[AFP], registry) if c.family is Family.CONTACT]
    talks = next(c for c in contacts if names(c) == {"Russia", "Ukraine"})
    assert talks.when is not None
    assert (talks.when.start, talks.when.end, talks.when.kind.value) == (FEB4, date(2026, 2, 5), "throughout")
    assert talks.place is not None
    assert talks.place.name == "Abu Dhabi"


@pytest.mark.parametrize("given", [None, date(2022, 2, 4)])
def test_the_summit_of_2022_is_never_in_2026(
    articles: dict[str, Article], registry: Registry, given: date | None
) -> None:
    for claim in claims_of(articles[SUMMIT], registry, given):
        if claim.when is not None and claim.when.start is not None:
            assert claim.when.start < date(2025, 1, 1) or claim.when.start.year > 2026, claim


def test_given_its_date_the_summit_tells_its_day(articles: dict[str, Article], registry: Registry) -> None:
    claims = claims_of(articles[SUMMIT], registry, date(2022, 2, 4))
    of_day = [c for c in claims if c.when is not None and c.when.start == c.when.end == date(2022, 2, 4)]
    assert any(c.family is Family.CONTACT and names(c) >= {PUTIN, XI} for c in of_day)
    assert any(c.mode == "joint" and names(c) >= {PUTIN, XI} for c in of_day)
    assert any("Gazprom" in names(c) and c.mode == "signing" for c in of_day)
    assert any("Rosneft" in names(c) and c.mode == "signing" for c in of_day)
    said = {
        words: {(c.when.start, c.when.end) for c in claims if c.when is not None and words in c.when.words}
        for words in ("décembre", "semaine dernière")
    }
    assert said["décembre"] == {(date(2021, 12, 1), date(2021, 12, 31))}
    assert said["semaine dernière"] == {(date(2022, 1, 24), date(2022, 1, 30))}


def test_without_a_date_relative_words_stay_open(articles: dict[str, Article], registry: Registry) -> None:
    times = {t.text: t for t in extract(articles[SUMMIT], registry).times}
    for words in ("Vendredi", "mois prochain", "la semaine dernière"):
        found = next(t for text, t in times.items() if words in text)
        assert found.when is None or found.when.basis.value == "inferred", found


def on_day(library: Library, registry: Registry, *days: date) -> dict[str, Any]:
    return answer_to_json(on(library, registry, days[0], days[-1]))


def test_other_days_answer_rightly(library: Library, registry: Registry) -> None:
    netease = on_day(library, registry, date(2025, 12, 14))
    assert any("NetEase" in names(e) for e in netease["events"])
    maduro = on_day(library, registry, date(2026, 1, 3))
    assert any(e["type"] == "COERCE" and TRUMP in names(e) for e in maduro["events"])
    wishes = on_day(library, registry, date(2025, 12, 31))
    assert any(names(e) == {PUTIN, XI} and e["type"] == "SUPPORT" for e in wishes["events"])
    parade = on_day(library, registry, date(2025, 9, 1), date(2025, 9, 30))
    assert any(c["mode"] == "parade" for e in (*parade["events"], *parade["within"]) for c in told(e))


def test_shoigu_in_beijing(library: Library, registry: Registry) -> None:
    answer = on_day(library, registry, date(2026, 2, 1))
    with_wang = one_event(answer, {"Sergei Shoigu", "Wang Yi"})
    assert {c["status"] for c in told(with_wang)} == {"happened"}
    with_xi = one_event(answer, {"Sergei Shoigu", XI})
    said = {(c["polarity"], c["certainty"]) for c in told(with_xi)}
    assert ("affirmed", "probable") in said
    assert any(polarity == Polarity.DENIED.value for polarity, _ in said)
    assert {d["attribute"] for d in with_xi["differences"]} & {"whether", "certainty"}


def test_every_claim_rests_on_its_words(articles: dict[str, Article], registry: Registry) -> None:
    for article in articles.values():
        extraction = extract(article, registry)
        for claim in extraction.claims:
            for span in (claim.trigger, *claim.evidence, *claim.actors, *(v for k in claim.attribution for v in k)):
                assert 0 <= span.start < span.end <= len(article.text), claim
            assert claim.start <= claim.trigger.start < claim.trigger.end <= claim.end
        for mention in extraction.times:
            assert article.text[mention.start : mention.end] == mention.text
