"""Names of events in four languages, from the templates in `seeds/labels/events.toml`."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from graph.errors import LanguageDataError, NotFoundError
from graph.model import EventType, Family, Participant, Role
from graph.resources import seed_folder

LANGUAGES = ("en", "fr", "ru", "zh")
AND = {"en": " and ", "fr": " et ", "ru": " и ", "zh": "和"}
COMMA = {"en": ", ", "fr": ", ", "ru": ", ", "zh": "、"}
NOBODY = {"en": "Unnamed", "fr": "Sans nom", "ru": "Без имени", "zh": "未具名"}
DIGEST = {
    "en": "own-words digest after {}",
    "fr": "résumé en d’autres mots, d’après {}",
    "ru": "пересказ своими словами по {}",
    "zh": "据{}自行改写的摘要",
}
SLOT = re.compile(r"\{(a|b|words|place)\}")
NUMBER = re.compile(r"<([^<>|]*)\|([^<>|]*)>")
OPTION = re.compile(r"\[([^\[\]]*)\]")
KEYS = {"type", "family", "mode", *LANGUAGES}

NameOf = Callable[[str, str, str], str]  # (id, language, name otherwise) -> name
Rule = tuple[str | None, str | None, str | None]  # mode, type, family


def names_of(registry: object) -> NameOf:
    """The registry's labels as a `NameOf`; names as written for whom it does not know, or where there is none."""
    label = getattr(registry, "label", None)
    if label is None:
        return plain_name

    def name(key: str, lang: str, otherwise: str) -> str:
        try:
            return str(label(key, lang))
        except NotFoundError:
            return otherwise

    return name


def digest_name(source: str, lang: str) -> str:
    """How a source is shown whose text is told in other words: never as a bare name."""
    return DIGEST.get(lang, DIGEST["en"]).format(source)


def plain_name(_id: str, _lang: str, otherwise: str) -> str:
    """The name as the claim has it: where there is no registry."""
    return otherwise


@cache
def _number() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules: dict[str, str] = _data()["number"]
    return re.compile(rules["ends"]), re.compile(rules["plural"])


def is_many(name: str) -> bool:
    """Whether an English name stands for several and takes their verb ("Chinese banks"); capitals are proper names."""
    ends, plural = _number()
    return bool(plural.search(ends.split(name, maxsplit=1)[0]))


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((seed_folder() / "labels" / "events.toml").read_text(encoding="utf8"))


@cache
def templates() -> Mapping[Rule, Mapping[str, str]]:
    """(mode, type, family) -> language -> template. Raises LanguageDataError where the file breaks its schema."""
    rows: list[dict[str, Any]] = _data()["label"]
    found: dict[Rule, Mapping[str, str]] = {}
    for row in rows:
        rule = (row.get("mode"), row.get("type"), row.get("family"))
        if not row.keys() <= KEYS or not row.keys() >= set(LANGUAGES) or not any(rule) or rule in found:
            raise LanguageDataError(
                f"seeds/labels/events.toml: the label for {rule} has a key too many, a language too few, or comes twice"
            )
        EventType(row.get("type", EventType.OTHER))
        Family(row.get("family", Family.OTHER))
        found[rule] = {lang: row[lang] for lang in LANGUAGES}
    return found


def template(kind: EventType, family: Family, mode: str | None) -> Mapping[str, str]:
    """The template of an event, by language: mode with its family, else type, else family."""
    known = templates()
    by_mode = ((mode, None, family.value),) if mode is not None else ()
    for rule in (*by_mode, (None, kind.value, None), (None, None, family.value)):
        if rule in known:
            return known[rule]
    return known[None, None, Family.OTHER.value]


def event_labels(
    *,
    kind: EventType,
    family: Family,
    mode: str | None,
    actors: Sequence[Participant],
    words: str = "",
    place: str = "",
    name_of: NameOf = plain_name,
) -> tuple[tuple[str, str], ...]:
    """(language, label) pairs, sorted by language. `mode` is the mode on which all accounts agree, else None."""
    agents = [actor for actor in actors if actor.role is not Role.RECIPIENT]
    recipients = [actor for actor in actors if actor.role is Role.RECIPIENT]
    chosen = template(kind, family, mode)
    made = []
    for lang in LANGUAGES:
        slots = {
            "a": join_names([name_of(a.id, lang, a.name) for a in agents], lang) or NOBODY[lang],
            "b": join_names([name_of(a.id, lang, a.name) for a in recipients], lang),
            "words": words,
            "place": place,
        }
        made.append((lang, fill(chosen[lang], slots, many=len(agents) > 1 or is_many(slots["a"]))))
    return tuple(made)


def join_names(names: Sequence[str], lang: str) -> str:
    """ "A, B and C" in that language."""
    if len(names) < 2:
        return "".join(names)
    return COMMA[lang].join(names[:-1]) + AND[lang] + names[-1]


def fill(text: str, slots: Mapping[str, str], *, many: bool) -> str:
    """A template with its slots filled: number first, then what is optional, then the rest."""
    text = NUMBER.sub(lambda found: found[2 if many else 1], text)
    text = OPTION.sub(lambda found: found[1] if all(slots[s] for s in SLOT.findall(found[1])) else "", text)
    return SLOT.sub(lambda found: slots[found[1]], text)
