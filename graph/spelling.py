"""How seeds write down the forms of a name: `Серге{й,я,ю,я,ем,е} Лавров{,а,у,а,ым,е} | Лавров{,а,у,а,ым,е}`.

Forms stand between bars. Braces hold endings; where a form has several braces they are read in step (the first ending
of each, then the second of each, ...), so a declined name is one short line that a reader can check.
"""

import re
import unicodedata

from graph.errors import LanguageDataError

_BRACES = re.compile(r"\{([^{}]*)\}")
_FIRST_ENDING = re.compile(r"\{([^,{}]*)[^{}]*\}")


def split_forms(written: str) -> tuple[str, ...]:
    """The forms between the bars, as written."""
    return tuple(form.strip() for form in written.split("|") if form.strip())


def inflect(form: str) -> tuple[str, ...]:
    """All that one written form stands for, base form first, each once.

    Raises LanguageDataError where its braces do not hold the same number of endings, or do not close.
    """
    return tuple(dict.fromkeys(steps(form)))


def steps(form: str) -> tuple[str, ...]:
    """The same, one for each place in the braces: where they hold the six cases, the third is the dative, and so on.

    A form without braces is one step. Raises LanguageDataError as `inflect` does.
    """
    if "{" not in form:
        if "}" in form:
            raise LanguageDataError(f"{form!r}: a brace closes that was never opened")
        return (form,)
    pieces = _BRACES.split(form)  # words, endings, words, endings, ..., words
    stems = pieces[::2]
    groups = [endings.split(",") for endings in pieces[1::2]]
    if len({len(endings) for endings in groups}) != 1 or any("{" in stem or "}" in stem for stem in stems):
        raise LanguageDataError(f"{form!r}: braces must close and all hold the same number of endings")
    found = []
    for step in zip(*groups, strict=True):
        pieces[1::2] = step
        found.append("".join(pieces))
    return tuple(found)


def spell_out(written: str) -> tuple[str, ...]:
    """Every form that a written line stands for, each once, in order."""
    return tuple(dict.fromkeys(word for form in split_forms(written) for word in inflect(form)))


def base_form(form: str) -> str:
    """The base form (nominative, singular) of one written form: the first ending of each brace."""
    return _FIRST_ENDING.sub(r"\1", form) if "{" in form else form


def base_forms(written: str) -> tuple[str, ...]:
    """The base form of each: the first is the label, the rest are aliases."""
    return tuple(dict.fromkeys(base_form(form) for form in split_forms(written)))


def plain(name: str) -> str:
    """A name for comparison: without case, accents, quotes, punctuation and doubled spaces."""
    letters = unicodedata.normalize("NFD", name.casefold())
    kept = (c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join("".join(kept).split())
