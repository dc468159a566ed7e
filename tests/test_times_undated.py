"""Publication dates of articles without one: from a dateline, from what the text fixes, or not at all."""

from datetime import date

from graph.when import Basis
from ingest.times.undated import Birth, ReferenceEvent, infer_published

TALKS = ReferenceEvent(
    start=date(2024, 5, 16),
    end=date(2024, 5, 17),
    label="Putin visits China",
    names=(("poutine", "putin"), ("xi jinping",)),
    keywords=("visite", "visit"),
)
CALL = ReferenceEvent(
    start=date(2022, 3, 4),
    end=date(2022, 3, 4),
    label="a call",
    names=(("poutine", "putin"), ("xi jinping",)),
    keywords=("visite", "téléphon"),
)


def test_a_dateline_is_written_and_not_inferred() -> None:
    result = infer_published("Une rencontre\n\n17 mai 2024\n\nLes deux hommes se sont vus jeudi.", "fr")
    assert result.published == date(2024, 5, 17)
    assert result.from_text
    assert "17 mai 2024" in result.reasons[0]
    assert infer_published("Пекин, 17 мая 2024 года - Лидеры встретились.", "ru").published == date(2024, 5, 17)


def test_an_event_told_with_its_weekday_gives_the_day() -> None:
    text = "Poutine a entamé jeudi une visite en Chine, où il a été reçu par Xi Jinping."
    result = infer_published(text, "fr", events=[TALKS])
    assert result.published == date(2024, 5, 16)
    assert not result.from_text
    assert result.candidates[0].basis is Basis.INFERRED
    assert any("Putin visits China" in reason for reason in result.reasons)


def test_two_events_that_fit_give_candidates_and_no_pick() -> None:
    text = "Vladimir Poutine est en visite chez Xi Jinping. Jeudi et vendredi, ils se sont vus."
    result = infer_published(text, "fr", events=[TALKS, CALL])
    assert result.published is None
    days = {candidate.start for candidate in result.candidates}
    assert days == {date(2024, 5, 16), date(2024, 5, 17), date(2022, 3, 4)}


def test_an_event_without_a_weekday_gives_a_few_days_and_no_pick() -> None:
    text = "Vladimir Poutine est en visite chez Xi Jinping ; ils avaient téléphoné."
    result = infer_published(text, "fr", events=[TALKS, CALL])
    assert result.published is None
    assert {(c.start, c.end) for c in result.candidates} == {
        (date(2024, 5, 16), date(2024, 5, 19)),
        (date(2022, 3, 4), date(2022, 3, 6)),
    }


def test_capitals_without_accents_are_the_same_words() -> None:
    event = ReferenceEvent(
        start=date(2023, 3, 20), end=date(2023, 3, 22), label="v", names=(("xi jinping",),), keywords=("visite d'état",)
    )
    result = infer_published("Mardi, au deuxième jour de sa visite d'Etat, Xi Jinping a parlé.", "fr", events=[event])
    assert result.published == date(2023, 3, 21)


def test_an_event_with_another_actor_is_not_this_one() -> None:
    assert infer_published("Poutine est en visite à Minsk.", "fr", events=[TALKS]).candidates == ()


def test_weekday_and_day_fix_the_year() -> None:
    text = "Depuis l'accord de 2019, tout va mieux. Le mercredi 4 février, ils se sont parlé ; le vendredi 6 aussi."
    result = infer_published(text, "fr")
    assert result.published is None
    assert [(candidate.start.year if candidate.start else 0) for candidate in result.candidates] == [2015]
    text = "In 2022 it began. On Wednesday 4 February they spoke; on Sunday 1 February they had met."
    assert [c.start for c in infer_published(text, "en").candidates] == [date(2026, 1, 1)]


def test_an_age_narrows_the_year() -> None:
    leader = Birth(names=("Xi Jinping",), born=date(1953, 6, 15))
    result = infer_published("Xi Jinping, 70 ans, a parlé.", "fr", births=[leader])
    assert result.published is None
    assert (result.candidates[0].start, result.candidates[0].end) == (date(2023, 6, 15), date(2024, 6, 14))


def test_nothing_to_go_by_is_unknown() -> None:
    for text, lang in (
        ("Il pleut.", "fr"),
        ("He spoke on Monday.", "en"),
        ("Вчера было тихо.", "ru"),
        ("他昨天说。", "zh"),
    ):
        result = infer_published(text, lang)
        assert (result.published, result.candidates, result.reasons) == (None, (), ())
