"""What may be several days is none of them: candidates, and an interval that says "one of these"."""

from datetime import date

import pytest

from graph.jsonform import time_from_json, time_to_json
from graph.model import Article, PublishedBasis, TimeMention
from graph.when import Basis, Kind, from_edtf
from ingest.document import Document
from ingest.times.find import find
from ingest.times.resolve import resolve
from ingest.times.step import annotate


def only(text: str, lang: str, published: str | None) -> TimeMention:
    mentions = resolve(text, find(text, lang), date.fromisoformat(published) if published else None, lang)
    return mentions[-1]


def days(mention: TimeMention) -> list[str]:
    return [f"{one.start}" if one.start == one.end else f"{one.start}/{one.end}" for one in mention.candidates]


OPEN = [
    # figures in English: day and month may be either
    ("The treaty bears the stamp 02/04/2025.", "en", "2026-02-04", ["2025-02-04", "2025-04-02"]),
    ("The treaty bears the stamp 02/04/2025.", "en", None, ["2025-02-04", "2025-04-02"]),
    # a day without year or tense, half a year away both ways
    ("Sommet le 4 août à Pékin.", "fr", "2026-02-04", ["2025-08-04", "2026-08-04"]),
    ("Summit, August 4, Beijing.", "en", "2026-02-04", ["2025-08-04", "2026-08-04"]),
    ("Саммит 4 августа в Пекине.", "ru", "2026-02-04", ["2025-08-04", "2026-08-04"]),
    ("北京峰会：8月4日。", "zh", "2026-02-04", ["2025-08-04", "2026-08-04"]),
    ("Sommet la veille du 4 août à Pékin.", "fr", "2026-02-04", ["2025-08-03", "2026-08-03"]),
    ("Саммит 4–6 августа в Пекине.", "ru", "2026-02-04", ["2025-08-04/2025-08-06", "2026-08-04/2026-08-06"]),
    # a day without month or tense, half a month away both ways
    ("普京20日到北京。", "zh", "2026-02-04", ["2026-01-20", "2026-02-20"]),
]


@pytest.mark.parametrize(("text", "lang", "published", "wanted"), OPEN, ids=lambda value: str(value)[:24])
def test_nothing_is_picked(text: str, lang: str, published: str | None, wanted: list[str]) -> None:
    mention = only(text, lang, published)
    assert days(mention) == wanted
    when = mention.when
    assert when is not None
    assert when.kind is Kind.WITHIN
    assert not when.is_day
    assert when.edtf == f"[{','.join(wanted)}]" if "/" not in wanted[0] else when.edtf.startswith("[")
    assert (str(when.start), str(when.end)) == (wanted[0][:10], wanted[-1][-10:])
    assert time_from_json(time_to_json(mention)) == mention


@pytest.mark.parametrize(
    ("text", "lang", "published", "wanted"),
    [
        ("Opened 13/02/2025, signed 02/04/2025.", "en", "2026-02-04", "2025-04-02"),  # the text puts the day first
        ("Opened 02/13/2025, signed 02/04/2025.", "en", "2026-02-04", "2025-02-04"),  # the month
        ("They signed on 02/04/2026.", "en", "2026-03-01", "2026-02-04"),  # the other is still to come
        ("They will sign on 02/04/2026.", "en", "2026-03-01", "2026-04-02"),  # the other is over
        ("Published 02/04/2026.", "en", "2026-02-04", "2026-02-04"),  # the day of publication
        ("The stamp says 04/04/2025.", "en", "2026-02-04", "2025-04-04"),
        ("Le cachet porte 02/04/2025.", "fr", "2026-02-04", "2025-04-02"),  # French has one order only
        ("Ils s'étaient vus le 4 août.", "fr", "2026-02-04", "2025-08-04"),
        ("Ils se verront le 4 août.", "fr", "2026-02-04", "2026-08-04"),
        ("Rencontre le 4 mars à Pékin.", "fr", "2026-02-04", "2026-03-04"),  # near
        ("Sommet le 4 juillet à Pékin.", "fr", "2026-02-04", "2026-07-04"),  # nearer by two months
        ("普京将于20日到北京。", "zh", "2026-02-04", "2026-02-20"),
        ("普京6日到北京。", "zh", "2026-02-04", "2026-02-06"),
    ],
    ids=lambda value: value[:24],
)
def test_what_the_text_decides_is_read(text: str, lang: str, published: str, wanted: str) -> None:
    mention = only(text, lang, published)
    assert mention.candidates == ()
    assert mention.when is not None
    assert (str(mention.when.start), str(mention.when.end)) == (wanted, wanted)


def test_an_end_of_a_range_goes_with_the_other_end() -> None:
    text = "Summit, Jul 20 - Aug 4."  # the fourth alone would be open
    mentions = resolve(text, find(text, "en"), date(2026, 2, 4), "en")
    assert [mention.value for mention in mentions] == ["2026-07-20", "2026-08-04"]
    assert {mention.candidates for mention in mentions} == {()}


@pytest.mark.parametrize(
    ("text", "lang", "published", "value"),
    [
        ("I'll be back on Friday.", "en", "2026-02-04", "2026-02-06"),
        ("She'll leave this January.", "en", "2026-02-04", "2026-01"),
        ("They'll talk this winter.", "en", "2026-02-04", "2025-WI"),
        ("Ils se sont vus jeudi.", "fr", "2026-02-04", "2026-01-29"),
        ("Elles s'étaient vues jeudi.", "fr", "2026-02-04", "2026-01-29"),
    ],
)
def test_the_tense_of_short_forms(text: str, lang: str, published: str, value: str) -> None:
    assert only(text, lang, published).value == value


def test_a_set_is_read_back_from_its_edtf() -> None:
    when = only(OPEN[0][0], "en", "2026-02-04").when
    assert when is not None
    back = from_edtf(when.edtf)
    assert (back.start, back.end, back.kind) == (when.start, when.end, when.kind)


def test_nothing_is_counted_from_a_day_that_is_not_known() -> None:
    text = "Sommet le 4 août à Pékin. Le lendemain, ils sont rentrés."
    summit, after = resolve(text, find(text, "fr"), date(2026, 2, 4), "fr")
    assert len(summit.candidates) == 2
    assert after.when is None or str(after.when.start) not in ("2025-08-05", "2026-08-05")


def test_candidates_that_rest_on_an_inferred_publication_are_inferred() -> None:
    article = Article(
        id="a-1",
        work="w-1",
        text="Sommet le 4 août à Pékin.",
        lang="fr",
        source="s",
        published=date(2026, 2, 4),
        published_basis=PublishedBasis.INFERRED,
    )
    (mention,) = annotate(Document(article=article)).times
    assert mention.when is not None
    assert {mention.when.basis, *(one.basis for one in mention.candidates)} == {Basis.INFERRED}
