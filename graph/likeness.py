"""How alike two claims are as tellings of one happening: vetoes first, then a score with its reasons.

Rules and weights are in `Weights`, and nowhere else. Measured on hand-made claims, a plain sum of type, date and
participants merges the Xi-Putin call with the Putin-Trump talk; what parts them are the vetoes.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from graph.kinship import Kinship
from graph.model import Article, Claim, EventType, Family, Role
from graph.when import Kind

REMOTE_MODES = frozenset({"telephone call", "video call", "remote"})
ENDS_OF_A_JOURNEY = ("arrival", "departure")
IN_PERSON_MODES = frozenset({"meeting"})
SYMMETRIC_TYPES = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE, EventType.MOBILIZE})
# Families in which the parties are the event: they are shared whole, or it is another event.
BILATERAL = frozenset({Family.CONTACT, Family.TRAVEL, Family.INVITATION, Family.DOCUMENT})
# Families of which one pair does one thing a day, unless a text says otherwise.
ONCE_A_DAY = frozenset({Family.CONTACT, Family.TRAVEL, Family.INVITATION})
# Families of which one pair does so much that only what it is about tells one act from another.
MANY_A_DAY = frozenset({Family.STATEMENT, Family.TRADE, Family.LEGAL, Family.OTHER})


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """Every threshold of linking."""

    join: float = 0.75  # from here on two claims tell one event
    possible: float = 0.55  # from here on they possibly do: shown, not merged
    window: int = 3  # days by which day dates may differ
    witnesses: int = 3  # articles on either side from which on a few stray readings keep two groups apart no more
    twice: int = 2  # articles that give each of two days from which on a pair met on both
    to_a_stray: int = 8  # claims of two groups for each that may be set aside; one may in any case
    news: int = 2  # days within which an article tells of what is new without saying when
    longest: int = 31  # days of a period within which a single matching event is taken for the one meant
    parties: float = 0.45
    roles: float = 0.40  # the same parties, in families where a pair can do many things on one day
    stand_in: float = -0.10  # for each person who stands for the state that the other text names
    same_type: float = 0.05
    same_day: float = 0.35
    overlap: float = 0.32
    next_day: float = 0.05
    same_mode: float = 0.10
    other_mode: float = -0.05
    remote_and_in_person: float = -0.10
    remote_near: float = 0.10  # the same two do not call each other twice in three days
    journey_near: float = 0.30  # a visit lasts some days: first and last are those of one visit
    invitation_near: float = 0.20
    same_place: float = 0.10
    other_place: float = -0.20
    words: float = 0.40  # times the share of rare words that both have
    numbers: float = 0.15
    without_content: float = 0.70  # ceiling where only shared content can tell two acts of one day apart
    some_words: float = 0.15  # share of words below which two utterances of one language are about other things
    least_words: float = 0.30  # share of words from which on content counts as shared
    most_words: float = 0.60  # share of words from which on two utterances of two types are one
    other_act: float = 0.50  # ceiling for two utterances of two types that do not share that many
    self_contradiction: float = 0.70  # ceiling where one source would have to contradict its own date


WEIGHTS = Weights()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What was found of a pair: `veto` says why it can never be one event, else the score and what made it."""

    score: float = 0.0
    reasons: tuple[str, ...] = ()
    veto: str | None = None


@dataclass(frozen=True, kw_only=True)
class Traits:
    """A claim with what the comparison needs of it, worked out once."""

    claim: Claim
    source: str
    lang: str
    text: str
    first: int | None  # ordinal of the first day, None where unknown or open
    last: int | None
    published: int | None  # ordinal of the day its article came out
    agents: frozenset[str]
    recipients: frozenset[str]

    @property
    def members(self) -> frozenset[str]:
        """All actors, whatever their role."""
        return self.agents | self.recipients

    @property
    def dated(self) -> bool:
        """True where both bounds are known and the kind is not open."""
        return self.first is not None and self.last is not None

    @property
    def days(self) -> int:
        """Length of the interval in days; 0 where it has none."""
        return self.last - self.first + 1 if self.first is not None and self.last is not None else 0

    @property
    def is_narrow(self) -> bool:
        """A day, or a stretch that the thing lasted throughout: what the window of days applies to."""
        when = self.claim.when
        if when is None or not self.dated:
            return False
        return self.first == self.last or (when.kind is Kind.THROUGHOUT and self.days <= WEIGHTS.longest)

    @cached_property
    def voices(self) -> frozenset[str]:
        """Ids of everyone in the attribution chain."""
        return frozenset(voice.id for link in self.claim.attribution for voice in link)

    @cached_property
    def numbers(self) -> frozenset[tuple[str, float, str]]:
        """Exact quantities, comparable across languages."""
        return frozenset((q.measures, q.value, q.unit) for q in self.claim.quantities)

    @cached_property
    def words(self) -> frozenset[str]:
        """Rare words of the evidence: see `rare_words`."""
        names = [(actor.start, actor.end) for actor in self.claim.actors]
        return rare_words(self.text, self.claim.start, self.claim.end, names)

    @cached_property
    def named(self) -> frozenset[str]:
        """Rare words of the trigger: what the thing is called."""
        return rare_words(self.text, self.claim.trigger.start, self.claim.trigger.end, [])

    @cached_property
    def exact(self) -> str:
        """Letters and figures of the evidence alone, for exact repetition."""
        return "".join(c for c in self.text[self.claim.start : self.claim.end].casefold() if c.isalnum())


WORD = re.compile(r"[^\W_]+")
HAN = re.compile(r"[\u3400-\u9fff]+")


def rare_words(text: str, start: int, end: int, names: list[tuple[int, int]]) -> frozenset[str]:
    """The content words of text[start:end] without the names at those spans.

    Words of five letters or more, cut to six so that endings do not count; of Chinese, pairs of signs. No list of
    any language is needed, and what is not rare is kept out by the share that `Weights.least_words` asks for.
    """
    kept = []
    at = start
    for low, high in sorted(names):
        if low >= at and high <= end:
            kept.append(text[at:low])
            at = high
    kept.append(text[at:end])
    found: set[str] = set()
    for word in WORD.findall(unicodedata.normalize("NFC", " ".join(kept)).casefold()):
        for run in HAN.findall(word):
            found.update(run[i : i + 2] for i in range(len(run) - 1))
        if len(word) >= 5 and not HAN.search(word):
            found.add(word[:6])
    return frozenset(found)


def traits_of(claim: Claim, article: Article) -> Traits:
    """Traits of a claim of that article."""
    when = claim.when
    closed = when is not None and when.kind in (Kind.THROUGHOUT, Kind.WITHIN)
    symmetric = claim.type in SYMMETRIC_TYPES and claim.family not in (Family.TRAVEL, Family.INVITATION)
    recipients = frozenset(a.id for a in claim.actors if a.role is Role.RECIPIENT and not symmetric)
    return Traits(
        claim=claim,
        source=article.source,
        lang=article.lang,
        text=article.text,
        first=when.start.toordinal() if closed and when and when.start and when.end else None,
        published=article.published.toordinal() if article.published else None,
        last=when.end.toordinal() if closed and when and when.start and when.end else None,
        agents=frozenset(a.id for a in claim.actors) - recipients,
        recipients=recipients,
    )


def pairing(one: frozenset[str], other: frozenset[str], kin: Kinship) -> int | None:
    """How many of `one` have to stand for (or be stood for by) a body or state of `other`, when every actor of each
    side finds exactly one on the other; None where that cannot be."""
    left, right = sorted(one - other), set(other - one)
    if len(left) != len(right):
        return None
    for actor in left:
        partner = next((b for b in sorted(right) if kin.stands_for(actor, b) or kin.stands_for(b, actor)), None)
        if partner is None:
            return None
        right.discard(partner)
    return len(left)


def parties(a: Traits, b: Traits, kin: Kinship) -> int | None:
    """`pairing` over agents and recipients, role by role. A side without any recipient leaves the role open."""
    agents = pairing(a.agents, b.agents, kin)
    if agents is None and len(a.agents) != len(b.agents):
        agents = pairing(kin.without_offices(a.agents), kin.without_offices(b.agents), kin)
    if agents is None:
        return None
    if not a.recipients or not b.recipients:
        return agents
    recipients = pairing(a.recipients, b.recipients, kin)
    return None if recipients is None else agents + recipients


def gap(a: Traits, b: Traits) -> int | None:
    """Days between two dated intervals: 0 where they overlap; None where one is not dated."""
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return None
    return max(0, a.first - b.last, b.first - a.last)


def modes_agree(a: str | None, b: str | None) -> bool:
    """True where two modes can be said of one happening: the same, one unspecified, one the other's wider word."""
    if a is None or b is None or a == b:
        return True
    if "talks" in (a, b):
        return True
    if {a, b} <= REMOTE_MODES:
        return "remote" in (a, b)
    near = ({"visit", "arrival"}, {"drill", "deployment"})  # a joint patrol is both: a deployment, and an exercise
    return any({a, b} <= pair for pair in near) or "joint" in (a, b) or "interview" in (a, b)


def one_is_remote(a: str | None, b: str | None) -> bool:
    """True where one happened at a distance and the other face to face."""
    return (a in REMOTE_MODES and b in IN_PERSON_MODES) or (b in REMOTE_MODES and a in IN_PERSON_MODES)


def shared_words(a: Traits, b: Traits) -> float:
    """Share of the rare words of the shorter evidence that the other has too; 0 below three words, and where both rest
    on one sentence, of which every claim has all the words."""
    both = len(a.words & b.words)
    if both < 3:
        return 0.0
    one, two = a.claim, b.claim
    if one.article == two.article and one.start < two.end and two.start < one.end:
        return 0.0
    return both / min(len(a.words), len(b.words))


def is_counted(a: Traits) -> bool:
    """True for a counted plural ("two video calls last year"), which is several happenings and joins none of them."""
    return any(q.measures in ("count", "events", "times") and q.value > 1 and not q.unit for q in a.claim.quantities)
