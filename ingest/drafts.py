"""A claim in the making, as it passes from the step that finds it to those that date, place and write it."""

from dataclasses import dataclass

from graph.model import Family, PlaceRef
from graph.when import When
from ingest.clauses import Clauses, Verb
from ingest.modality import Modality
from ingest.opened import Utterance
from ingest.roles import Part
from ingest.triggers import Trigger

# what a noun of these names is often only background ("l'offensive russe"): it has no date but its own
BACKGROUND = (Family.FORCE, Family.TRADE, Family.LEGAL)
DRAFT_REACH = 3  # sentences over which a draft takes over what one before it tells of the same actors


@dataclass(slots=True)
class Draft:
    """A claim in the making."""

    sentence: int
    first: int  # token indexes of the trigger, relative to the sentence
    last: int
    trigger: Trigger
    parts: list[Part]
    modality: Modality
    when: When | None
    verb: Verb | None
    utterance: Utterance | None
    rule: str
    place: PlaceRef | None = None
    nobody: bool = False
    carrier: Verb | None = None  # for nouns: the verb whose clause tells more of it
    number: int = -1  # its place among all drafts, once they are in order
    review: str = "clear"
    undated: bool = False  # whether it lies at no day that its sentence or the article gives
    also: tuple[int, ...] = ()  # further tokens that belong to the trigger


def otherwise(clauses: Clauses, first: int, last: int, trigger: Trigger) -> bool:
    """Whether the words beside the noun at tokens first to last make it something else: "guerre commerciale"."""
    around = set(clauses.lows[last : last + 4])
    if clauses.grammar.modifier_first:
        around |= set(clauses.lows[max(0, first - 2) : first])
    return bool(trigger.unless & around)
