"""English as news is written: possessives of states, briefings, transcripts, what is left out or only announced."""

from datetime import date

import pytest

from graph.model import Article, Claim, EventType, Polarity, PublishedBasis, Role, Tense
from graph.registry import load_registry
from ingest.pipeline import extract

REGISTRY = load_registry()


def _article(text: str, author: str | None = None) -> Article:
    return Article(
        id="own", work="own", text=text, lang="en", source="own", publisher=None, author=author, title=None,
        published=date(2026, 2, 4), published_basis=PublishedBasis.GIVEN,
    )  # fmt: skip


def claims(text: str, author: str | None = None) -> tuple[Claim, ...]:
    return extract(_article(text, author), REGISTRY).claims


def one(text: str, words: str, author: str | None = None) -> Claim:
    """The claim whose trigger holds some words."""
    found = [c for c in claims(text, author) if words in text[c.trigger.start : c.trigger.end]]
    assert len(found) == 1, [text[c.trigger.start : c.trigger.end] for c in claims(text, author)]
    return found[0]


def named(claim: Claim, role: Role) -> set[str]:
    return {actor.name for actor in claim.actors if actor.role is role}


@pytest.mark.parametrize(("text", "words", "agents", "recipients"), [
    ("Japan said its jets fired warning shots toward a Russian plane.", "fired", {"Japan"}, {"Russia"}),
    ("Russia denied that its aircraft entered Japan's airspace.", "entered", {"Russia"}, {"Japan"}),
    ("Japan said on Monday it scrambled fighters.", "scrambled", {"Japan"}, set()),
    ("China and Russia met. Their navies trained; their warships entered the strait.", "entered", {"China", "Russia"},
     set()),
    ("A Chinese destroyer entered Japanese waters.", "entered", {"China"}, {"Japan"}),
    ("A number of EU countries, Canada and Norway expelled Russian diplomats.", "expelled",
     {"European Union", "Canada", "Norway"}, {"Russia"}),
    ("Moscow rejected the criticism from Tokyo.", "rejected", {"Russia"}, {"Japan"}),
    ("Wang Yi rejected claims by Washington.", "rejected", {"Wang Yi"}, {"United States"}),
    ("Japan's protest was rejected by China.", "rejected", {"China"}, {"Japan"}),
    ("The raid, which Britain blames on Russia, killed two people.", "blames", {"United Kingdom"}, {"Russia"}),
])  # fmt: skip
def test_who_does_it_to_whom(text: str, words: str, agents: set[str], recipients: set[str]) -> None:
    claim = one(text, words)
    assert named(claim, Role.AGENT) | named(claim, Role.PARTICIPANT) == agents
    assert named(claim, Role.RECIPIENT) == recipients


@pytest.mark.parametrize(("text", "words", "tense", "polarity"), [
    ("The Russian bombers left without entering Japan's airspace.", "entering", Tense.PAST, Polarity.DENIED),
    ("Russia left the town, abandoning its tanks.", "abandoning", Tense.PAST, Polarity.AFFIRMED),
    ("China announced sanctions on Japan.", "sanctions", Tense.PAST, Polarity.AFFIRMED),
    ("China announced a visit by Vladimir Putin.", "visit", Tense.FUTURE, Polarity.AFFIRMED),
    ("Sergei Lavrov said he would like to thank China.", "thank", Tense.PAST, Polarity.AFFIRMED),
])  # fmt: skip
def test_whether_and_when(text: str, words: str, tense: Tense, polarity: Polarity) -> None:
    claim = one(text, words)
    assert (claim.tense, claim.polarity) == (
        tense, polarity,
    )  # fmt: skip


TRANSCRIPT = """Ann Lee: Thank you for the time. Chinese reporters congratulate you on the election.

Russian President Vladimir Putin: Good day. We sent rescue teams to Sichuan. I thank China.

AL: Did Xi Jinping visit Moscow in January?

VP: Xi Jinping visited Moscow in January."""


def test_a_transcript_is_told_by_whoever_speaks() -> None:
    """A label gives the voice of its turn, initials too; the author who asks is no voice; "we" is the state."""
    told = one(TRANSCRIPT, "visited", author="Ann Lee")
    assert [[voice.name for voice in link] for link in told.attribution] == [["Vladimir Putin"]]
    assert named(one(TRANSCRIPT, "sent rescue", author="Ann Lee"), Role.AGENT) == {"Russia"}
    thanks = one(TRANSCRIPT, "thank", author="Ann Lee")
    assert (named(thanks, Role.AGENT), thanks.attribution) == ({"Vladimir Putin"}, ())
    praise = one(TRANSCRIPT, "congratulate", author="Ann Lee")
    assert (named(praise, Role.RECIPIENT), praise.attribution) == ({"Vladimir Putin"}, ())


def test_a_list_with_colons_is_no_transcript() -> None:
    text = "Photo: Xinhua\n\nNote: Xi Jinping visited Moscow in January.\n\nWeather: cold in Moscow"
    assert all(not claim.attribution for claim in claims(text) if claim.type is EventType.CONSULT)


BRIEFING = """BEIJING, February 3. /TASS/. China hopes for a ceasefire, Mao Ning said at a briefing on Tuesday.

"Both sides should talk," Mao Ning added. Japan is far away."""


def test_what_is_said_at_a_briefing_goes_on_there() -> None:
    first, second = one(BRIEFING, "said"), one(BRIEFING, "added")
    assert first.when is not None
    assert second.when is not None
    assert first.when.start == second.when.start == date(2026, 2, 3)
    assert first.place is not None
    assert second.place is not None
    assert first.place.name == second.place.name == "Beijing"


@pytest.mark.parametrize(("text", "words", "place"), [
    ("In Finland, where he was on a visit, Vladimir Putin ruled out the move.", "ruled", "Finland"),
    ("Peace talks between Russia and Ukraine in Istanbul ended.", "talks", "Istanbul"),
    ("Talks between Russia and Ukraine got underway in Turkey.", "Talks", "Turkey"),
    ("Russia sent two million masks to Wuhan.", "sent", "Wuhan"),
    ("Russia withdrew from Kherson.", "withdrew", "Kherson"),
])  # fmt: skip
def test_where(text: str, words: str, place: str) -> None:
    found = one(text, words).place
    assert found is not None
    assert found.name == place


@pytest.mark.parametrize(
    ("text", "words", "voice"),
    [
        ("Donald Trump's announcement that he would meet Putin came on Friday.", "meet", "Donald Trump"),
        ("North Korea denied selling shells to Russia.", "selling", "North Korea"),
        ("Sanae Takaichi suggested Japan might respond if China attacked Taiwan.", "attacked", "Sanae Takaichi"),
        (
            "The defence ministry in Moscow said Ukraine had attacked Belgorod.",
            "attacked",
            "Ministry of Defence of Russia",
        ),
        ("China arrested a trader, the daily newspaper Northern Star reported.", "arrested", "Northern Star"),
    ],
)
def test_according_to_whom(text: str, words: str, voice: str) -> None:
    assert [[found.name for found in link] for link in one(text, words).attribution] == [[voice]]


def test_whose_lawyer() -> None:
    text = "Ivan Petrov met Xi Jinping on Monday. His lawyer denied the report."
    assert named(one(text, "denied"), Role.AGENT) == {"lawyer of Ivan Petrov"}


@pytest.mark.parametrize(
    ("text", "words", "other"),
    [
        ("Ukraine asked China for weapons. Beijing refused.", "refused", "Ukraine"),
        ("Narendra Modi invited Putin to India. Putin accepted at once.", "accepted", "Narendra Modi"),
        ("Wang Yi met Sergei Shoigu on Monday. Wang agreed that trade mattered.", "agreed", "Sergei Shoigu"),
        ("Several Chinese officials declined to meet Mikhail Mishustin.", "declined", "Mikhail Mishustin"),
    ],
)
def test_whom_an_answer_answers(text: str, words: str, other: str) -> None:
    assert other in {actor.name for actor in one(text, words).actors}


def test_an_answer_to_nobody_stays_so() -> None:
    text = "Ukraine asked India for weapons. Beijing refused."
    assert {actor.name for actor in one(text, "refused").actors} == {"China"}


def test_days_of_a_journey() -> None:
    flown = "Xi Jinping flew to Moscow on January 7 for a four-day visit."
    counted = "On the second day of a three-day visit to Russia on Tuesday, Xi Jinping also met Mikhail Mishustin."
    for text, first, last in ((flown, 7, 10), (counted, 2, 4)):
        when = one(text, "visit").when
        assert when is not None
        assert when.start is not None
        assert when.end is not None
        assert (when.start.day, when.end.day) == (first, last)


def test_where_a_journey_led_is_told_beside_it() -> None:
    text = "Xi Jinping met Vladimir Putin in Moscow on Monday. The visit of Xi Jinping was the first this year."
    visit = one(text, "visit")
    assert named(visit, Role.RECIPIENT) == {"Russia"}
    assert visit.place is not None
    assert visit.place.name == "Moscow"


def test_who_speaks_without_a_name_or_a_state_is_told_all_the_same() -> None:
    text = "A trader in Harbin said that China had closed the crossing."
    assert named(one(text, "said"), Role.AGENT) == {"trader in Harbin"}


def test_records_and_media_say_nothing_of_their_own() -> None:
    for text in ("Court records say the man was jailed.", "State media said Xi Jinping had left."):
        assert not [claim for claim in claims(text) if claim.type is EventType.STATEMENT]
