"""Journeys of a told length, in four languages: their days, and what was done on the day they began."""

from datetime import date

import pytest

from graph.model import Claim
from tests.readings import read

TUESDAY = date(2026, 3, 10)


def days(claim: Claim) -> tuple[date | None, date | None]:
    assert claim.when is not None
    return claim.when.start, claim.when.end


VISITS = [
    ("en", "On 9 March Xi Jinping began a three-day visit to Moscow.", 9, 11),
    ("en", "On the last day of a three-day visit to Moscow on 9 March, Xi Jinping saw a factory.", 7, 9),
    ("fr", "Le 9 mars, Xi Jinping a commencé à Moscou une visite de trois jours.", 9, 11),
    ("ru", "9 марта Си Цзиньпин начал трёхдневный визит в Москву.", 9, 11),
    ("zh", "习近平3月9日开始对俄罗斯进行为期三天的国事访问。", 9, 11),
    ("en", "Xi Jinping paid a visit to Moscow on 9 March after three days of rain in Beijing.", 9, 9),
]


@pytest.mark.parametrize(("lang", "text", "first", "last"), VISITS)
def test_a_journey_lasts_as_long_as_is_told_beside_it(lang: str, text: str, first: int, last: int) -> None:
    visits = [claim for claim in read(lang, text, TUESDAY).claims if claim.mode == "visit"]
    assert visits
    assert days(visits[0]) == (date(2026, 3, first), date(2026, 3, last))


def test_what_was_done_on_the_first_day_keeps_that_day() -> None:
    text = "Le 9 mars, Xi Jinping a commencé à Moscou une visite de trois jours. Il a rencontré Vladimir Poutine."
    met = [claim for claim in read("fr", text, TUESDAY).claims if claim.mode == "meeting"]
    assert met
    assert days(met[0]) == (date(2026, 3, 9), date(2026, 3, 9))
