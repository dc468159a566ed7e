"""How surely, whether and when a source puts what it tells: certainty, polarity and tense of one verb or noun.

Factuality in the sense of FactBank (Saurí & Pustejovsky 2009), from the words of the clause and the verbs above it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.model import Certainty, Polarity, Tense
from ingest.clauses import Clauses, Verb
from ingest.lang_data import load
from ingest.phrases import Phrases
from ingest.sentences import find_tokens


@dataclass(frozen=True, slots=True)
class Modality:
    """The source's word on one happening."""

    certainty: Certainty = Certainty.CERTAIN
    polarity: Polarity = Polarity.AFFIRMED
    tense: Tense = Tense.PAST
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cues:
    words: Phrases[str]
    future: frozenset[str]
    possible: frozenset[str]
    denied: frozenset[str]
    alleged: frozenset[str]
    habitual: frozenset[str]
    factive: frozenset[str]
    performative: frozenset[str]
    courteous: frozenset[str]
    hearsay: str
    hearsay_tense: str


@lru_cache(maxsize=8)
def _cues(lang: str) -> _Cues:
    data = load(lang, "modality")
    words: Phrases[str] = Phrases()
    for key, rows in (
        ("probable", data["probable"]),
        ("possible", data["possible"]),
        ("plan", data["plan"]["words"]),
        ("unreal", data["unreal"]["words"]),
    ):
        for row in rows:
            words.add(tuple(token.low for token in find_tokens(row, lang)), key)
    governors = data["governors"]

    def bare(key: str) -> frozenset[str]:
        return frozenset(word.removeprefix("~ ") for word in governors[key])

    return _Cues(
        words,
        bare("future"),
        bare("possible"),
        bare("denied"),
        frozenset(data["alleged"]["words"]),
        frozenset(data["habitual"]["words"]),
        bare("factive"),
        bare("performative"),
        bare("courteous"),
        data["hearsay_certainty"],
        data["hearsay_tense"],
    )


def _found(clauses: Clauses, start: int, end: int, *, of_verb: bool = False) -> set[str]:
    """The marks in a stretch; of a verb no adjective is one: "прокомментировал возможное включение"."""
    cues = _cues(clauses.document.lang)
    return {
        value
        for first, last, values in cues.words.find(clauses.lows, max(start, 0), end)
        for value in values
        if not _inserted(clauses, start, first, last, end)
        and not (of_verb and last == first + 1 and clauses.grammar.lexicon.adjective(clauses.lows[first]))
    }


def _inserted(clauses: Clauses, start: int, first: int, last: int, end: int) -> bool:
    """Whether a cue stands in an insertion between commas and modifies only what is in it: "Trump, apparemment avec
    l'accord de Poutine, a …"."""
    before, after = clauses.categories[start:first], clauses.categories[last:end]
    return (
        before[-1:] == [","]
        and len(before) > 1
        and "," in after
        and after[0] != ","
        and "V" in after[after.index(",") :]
    )


def of_verb(clauses: Clauses, verb: Verb, *, reported: bool) -> Modality:
    """Modality of what a verb tells. `reported`: it stands inside somebody's reported words, where a conditional is the
    future of the past and not hearsay."""
    cues = _cues(clauses.document.lang)
    found = _found(clauses, _scope_start(clauses, verb), min(verb.last + 4, clauses.right_end(verb)), of_verb=True)
    rules = [f"{clauses.document.lang}.modality.{key}" for key in sorted(found)]
    certainty, tense = Certainty.CERTAIN, _tense(verb)
    polarity = Polarity.DENIED if verb.negated else Polarity.AFFIRMED
    if verb.mood == "possible":
        certainty = Certainty.POSSIBLE
    elif verb.mood == "due" and not verb.perfect:
        tense = Tense.FUTURE
    if verb.tense == "conditional" and not cues.hearsay_tense:
        certainty, tense = (Certainty.POSSIBLE, tense) if verb.perfect else (certainty, Tense.FUTURE)
    elif cues.hearsay_tense and verb.tense == cues.hearsay_tense:
        if (reported or clauses.hangs(verb)) and not verb.perfect and not _hearsay(clauses, verb):
            tense = Tense.FUTURE
        else:
            certainty = Certainty(cues.hearsay)
    if verb.kind == "infinitive" and verb.governor < 0 and clauses.grammar.infinitive_marks:
        tense = Tense.FUTURE  # a headline: "Lavrov to visit Beijing"
    if _denied_clause(clauses, verb):
        polarity = Polarity.DENIED
    if "plan" in found and (tense is not Tense.PAST or verb.kind == "infinitive"):
        tense = Tense.FUTURE
    certainty = _least(certainty, found)
    if clauses.coverbs is not None and certainty is not Certainty.CERTAIN and tense is Tense.FUTURE:
        tense = Tense.PRESENT  # 可能将访华: what may be is not what is due
    above = verb
    for _ in range(3):
        if above.governor < 0:
            break
        above = clauses.verbs[above.governor]
        lemmas = set(above.lemmas)
        if lemmas & cues.denied:
            polarity = Polarity.DENIED
        if lemmas & cues.possible or (above.tense == "conditional" and lemmas & clauses.grammar.modal):
            certainty = Certainty.POSSIBLE
        if _sequel(clauses, verb):
            return Modality(certainty, polarity, _tense(above), tuple(rules))
        if above.mood == "possible":
            certainty = Certainty.POSSIBLE
        if _beside(clauses, verb, above):
            tense = _tense(above)
            if _lacking(clauses, verb):
                polarity = Polarity.DENIED
        elif (lemmas & cues.future or above.tense == "future" or above.mood == "due") and not verb.perfect:
            tense = Tense.FUTURE
        elif (
            clauses.grammar.infinitive_marks
            and verb.kind == "infinitive"
            and not (lemmas & ((cues.factive - clauses.grammar.copula) | cues.possible | cues.denied))
        ):
            tense = Tense.FUTURE  # an aim: "flew to Beijing to meet Wang"
        if above.negated and lemmas & clauses.grammar.modal:
            polarity = Polarity.DENIED
    if above is not verb and verb.kind == "infinitive" and _alleged(clauses, above.last, verb.first):
        certainty = Certainty.POSSIBLE if polarity is Polarity.AFFIRMED else certainty
        tense = Tense.PRESENT
    if clauses.grammar.declined and certainty is not Certainty.CERTAIN and tense is Tense.FUTURE:
        tense = Tense.PRESENT  # "возможно, приедет": possible, and not planned
    return Modality(certainty, polarity, tense, tuple(rules))


def _beside(clauses: Clauses, verb: Verb, above: Verb) -> bool:
    """Whether a gerund tells what came with what the verb above tells, and is not its content: "left, abandoning the
    town", "left without entering the zone"; not "proposed sending troops"."""
    if verb.kind != "gerund" or above.kind == "gerund" or not clauses.grammar.infinitive_marks:
        return False
    return _lacking(clauses, verb) or "," in clauses.categories[above.last : verb.first]


def _lacking(clauses: Clauses, verb: Verb) -> bool:
    """ "without entering the zone": what did not happen."""
    return verb.first > 0 and clauses.lows[verb.first - 1] in clauses.grammar.data["lacking"]


def planned(clauses: Clauses) -> frozenset[str]:
    """The verbs under which what another tells is to come, or never comes ("failed to capture")."""
    cues = _cues(clauses.document.lang)
    return cues.future | cues.denied if clauses.grammar.infinitive_marks else cues.future


def courteous(clauses: Clauses, verb: Verb) -> bool:
    """ "would like to thank": what is wished so is done by being said."""
    if verb.kind != "infinitive" or verb.governor < 0:
        return False
    above = clauses.verbs[verb.governor]
    wished = above.tense in ("conditional", "present") and not above.negated
    return wished and bool(set(above.lemmas) & _cues(clauses.document.lang).courteous)


def of_carried(clauses: Clauses, verb: Verb, told: Modality, *, performed: bool = False) -> Modality:
    """Of a noun that a verb carries: "planned more talks" is of the future, "cancelled the visit" denies it.
    `performed`: what the noun names is done by being announced ("announced sanctions")."""
    cues, lemmas = _cues(clauses.document.lang), set(verb.lemmas)
    if performed and lemmas & cues.performative:
        return told
    if lemmas & cues.denied and told.polarity is Polarity.AFFIRMED:
        return replace(told, polarity=Polarity.DENIED)
    if lemmas & cues.future and (clauses.grammar.infinitive_marks or clauses.grammar.declined):
        return replace(told, tense=Tense.FUTURE)
    return told


def of_noun(clauses: Clauses, first: int, last: int, verb: Verb | None, *, reported: bool) -> Modality:
    """Modality of what a noun tells: of its own words, and of the verb that carries it, if any."""
    if verb is not None:
        told = of_verb(clauses, verb, reported=reported)
        told = of_carried(clauses, verb, told) if verb.passive else told
        return replace(told, polarity=Polarity.DENIED) if _none(clauses, first) else told
    start = max(first - 4, 0)
    found = _found(clauses, start, min(last + 4, len(clauses.lows)))
    planned = clauses.grammar.modifier_first and _planned(clauses, first)
    tense = Tense.FUTURE if "plan" in found or planned else Tense.PAST
    polarity = Polarity.DENIED if _none(clauses, first) else Polarity.AFFIRMED
    return Modality(_least(Certainty.CERTAIN, found - {"unreal"}), polarity, tense, ())


def _first_person(clauses: Clauses, verb: Verb) -> bool:
    """Whether the author speaks ("je ne doute pas que …")."""
    words = clauses.lows[clauses.clause_start(verb) : verb.last]
    return verb.first_person or any(low in clauses.grammar.data["first_person"] for low in words)


def _hearsay(clauses: Clauses, verb: Verb) -> bool:
    """ "les accusations selon lesquelles Pékin fournirait …": the conditional of what others say."""
    start = clauses.clause_start(verb)
    return start > 1 and clauses.lows[start - 2] in clauses.grammar.data["according"]


def _denied_clause(clauses: Clauses, verb: Verb) -> bool:
    """ "denied on Monday that it had sent drones": the clause that a verb of denial governs."""
    if clauses.coverbs is not None or verb.kind != "finite":
        return False
    start = clauses.clause_start(verb)
    above = next((v for v in reversed(clauses.verbs) if v.last <= start and v.first < verb.first), None)
    if above is None or above.negated:
        return False
    between = clauses.categories[above.last : max(above.last, start - 1)]
    if any(c not in ("P", "T", "D", "A") and not (c == "," and clauses.grammar.declined) for c in between):
        return False
    if not set(above.lemmas) & _cues(clauses.document.lang).denied:
        return False
    return start == above.last or clauses.lows[start - 1] in clauses.grammar.that


def _none(clauses: Clauses, first: int) -> bool:
    """ "no talks", "aucune rencontre"."""
    for at in range(first - 1, max(-1, first - 4), -1):
        if clauses.categories[at] == "D":
            return clauses.lows[at] in clauses.grammar.negation_close
        if clauses.categories[at] not in ("W", "J", "A"):
            return False
    return False


def _planned(clauses: Clauses, first: int) -> bool:
    """ "plans for a visit", "the prospect of talks": a noun that hangs on one of plan or doubt."""
    index = first - 1
    while index > 0 and clauses.categories[index] in ("D", "W", "J", "A", "T"):
        index -= 1
    return index > 0 and clauses.categories[index] == "P" and _alleged(clauses, index - 1, index)


def _scope_start(clauses: Clauses, verb: Verb) -> int:
    """Where the cues over a verb begin: a clause of content ("je ne doute pas que …") is under those of its matrix."""
    start = clauses.clause_start(verb)
    if clauses.coverbs is not None:
        return clauses.coverbs.scope_start(verb)
    if start > 0 and clauses.lows[start - 1] in clauses.grammar.that:
        above = [v for v in clauses.verbs if v.kind == "finite" and v.last < start]
        if above and start - above[-1].last <= 6 and _first_person(clauses, above[-1]):
            return clauses.clause_start(above[-1])
    return start


def factual(clauses: Clauses, verb: Verb) -> bool:
    """Whether an infinitive or gerund tells of something at all: one of aim ("pour mettre fin à …"), of duty or ability
    ("l'obligation de défendre") does not; one under a verb that plans, allows, denies or begins it does."""
    if verb.kind not in ("infinitive", "gerund"):
        return True
    if verb.governor < 0 and clauses.coverbs is not None:
        return clauses.coverbs.willing(verb)
    if verb.governor < 0:
        return verb.kind == "gerund" or bool(clauses.grammar.infinitive_marks and clauses.subject(verb))
    above = clauses.verbs[verb.governor]
    if verb.kind == "gerund":
        return above.kind != "infinitive" or factual(clauses, above)
    cues = _cues(clauses.document.lang)
    if _aim(clauses, verb):
        return False
    if _sequel(clauses, verb):
        return True
    known = cues.future | cues.possible | cues.denied | cues.factive | clauses.grammar.modal
    if set(above.lemmas) & known:
        return factual(clauses, above) or bool(set(above.lemmas) & cues.denied)
    if above.kind == "infinitive":
        return factual(clauses, above)  # coordinated: "de suspendre et de rompre"
    alleged = _alleged(clauses, above.last, verb.first)
    return alleged or verb.perfect or verb.first - above.last <= 1


def _sequel(clauses: Clauses, verb: Verb) -> bool:
    """ "avant de s'entretenir avec Trump": what followed, told as surely as what went before."""
    words = clauses.grammar.data["sequel"]
    return any(low in words for low in clauses.lows[max(0, verb.first - 3) : verb.first])


def _aim(clauses: Clauses, verb: Verb) -> bool:
    purpose = frozenset(clauses.grammar.data["purpose"])
    return any(low in purpose for low in clauses.lows[max(0, verb.first - 2) : verb.first])


def habitual(clauses: Clauses, verb: Verb) -> bool:
    """Whether a verb tells of what is always, often or never so, which has no day of its own."""
    words = _cues(clauses.document.lang).habitual
    end = min(verb.last + 5, len(clauses.lows))
    if clauses.grammar.declined:  # "подчеркнул, что никогда …": what is said has habits of its own
        end = next((at for at in range(verb.last, end) if clauses.categories[at] in (",", "S", ";")), end)
    return any(low in words for low in clauses.lows[max(0, verb.first - 1) : end])


def _tense(verb: Verb) -> Tense:
    if verb.tense == "future":
        return Tense.FUTURE
    return Tense.PRESENT if verb.tense == "present" and not verb.perfect else Tense.PAST


def _least(certainty: Certainty, found: set[str]) -> Certainty:
    if "possible" in found or "unreal" in found:
        return Certainty.POSSIBLE
    return Certainty.PROBABLE if "probable" in found else certainty


def _alleged(clauses: Clauses, start: int, end: int) -> bool:
    return any(low in _cues(clauses.document.lang).alleged for low in clauses.lows[start:end])


def least_certain(values: Sequence[Certainty]) -> Certainty:
    """The weakest of several."""
    order = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)
    return max(values, key=order.index, default=Certainty.CERTAIN)
