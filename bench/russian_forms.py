"""Writes out the case forms of a Russian name in the notation of the seeds, to be checked by eye and pasted there.

    python bench/russian_forms.py m "Сергей Лавров"            Серге{й,я,ю,я,ем,е} Лавров{,а,у,а,ым,е}
    python bench/russian_forms.py f "Мария Захарова"
    python bench/russian_forms.py east "Си Цзиньпин"           only the last word is declined, as in Chinese names
    python bench/russian_forms.py words "^Министерство обороны России"    only what is marked ^ is declined

Surnames and given names go by their endings (pymorphy3 does not know most of them and takes Песков for sand); words
marked ^ go by pymorphy3's dictionary. Foreign surnames in -ин and -ов take -ом: correct them by hand.
"""

import sys

import pymorphy3

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
VOWELS = "аеёиоуыэюя"

# Ending of the nominative -> endings of the six cases. The first that fits is taken.
SURNAMES = {
    "m": {
        ("ов", "ев", "ёв", "ин", "ын"): ("", "", "а", "у", "а", "ым", "е"),
        ("ский", "цкий"): ("ий", "ий", "ого", "ому", "ого", "им", "ом"),
        ("ый",): ("ый", "ый", "ого", "ому", "ого", "ым", "ом"),
        ("ых", "их"): ("", "", "", "", "", "", ""),
    },
    "f": {
        ("ова", "ева", "ёва", "ина", "ына"): ("а", "а", "ой", "ой", "у", "ой", "ой"),
        ("ая",): ("ая", "ая", "ой", "ой", "ую", "ой", "ой"),
    },
}
NAMES = {
    "m": {
        ("ий",): ("й", "й", "я", "ю", "я", "ем", "и"),
        ("й",): ("й", "й", "я", "ю", "я", "ем", "е"),
        ("ь",): ("ь", "ь", "я", "ю", "я", "ем", "е"),
    },
    "f": {},
}
BOTH = {
    ("ия",): ("я", "я", "и", "и", "ю", "ей", "и"),
    ("я",): ("я", "я", "и", "е", "ю", "ей", "е"),
    ("га", "ка", "ха"): ("а", "а", "и", "е", "у", "ой", "е"),
    ("жа", "ча", "ша", "ща"): ("а", "а", "и", "е", "у", "ей", "е"),
    ("а",): ("а", "а", "ы", "е", "у", "ой", "е"),
}


def name_word(word: str, gender: str, surname: bool) -> tuple[str, ...]:
    """The six cases of one word of a name, by its ending; of a hyphenated one only the last part changes."""
    head, dash, last = word.rpartition("-")
    if dash:
        return tuple(f"{head}-{form}" for form in name_word(last, gender, surname))
    tables = [SURNAMES[gender]] if surname else []
    for table in (*tables, NAMES[gender], BOTH):
        for endings, (off, *cases) in table.items():
            if word.endswith(endings):
                stem = word.removesuffix(off)
                return tuple(stem + case for case in cases)
    if gender == "f" or word[-1] in VOWELS or len(word) < 2 or word.endswith("."):
        return (word,) * 6
    return (word, word + "а", word + "у", word + "а", word + ("ем" if word[-1] in "жшчщц" else "ом"), word + "е")


def dictionary_word(word: str, analyser: pymorphy3.MorphAnalyzer) -> tuple[str, ...]:
    """The six cases of a common word or place name in the nominative, by pymorphy3."""
    parses = [p for p in analyser.parse(word.lower()) if "nomn" in p.tag and p.is_known]
    if not parses:
        sys.exit(f"pymorphy3 does not know {word}: write its endings by hand")
    number = "plur" if "plur" in parses[0].tag else "sing"
    forms = [parses[0].inflect({case, number}) for case in CASES]
    words = [form.word if form else word for form in forms]
    if "ё" not in word.lower() and "ё" in words[0]:
        words = [form.replace("ё", "е") for form in words]
    return tuple(form[:1].upper() + form[1:] if word[:1].isupper() else form for form in words)


def braces(forms: tuple[str, ...]) -> str:
    """The common stem with the endings in braces; the word itself where nothing changes."""
    if len(set(forms)) == 1:
        return forms[0]
    size = 0
    while all(len(form) > size for form in forms) and len({form[size] for form in forms}) == 1:
        size += 1
    return forms[0][:size] + "{" + ",".join(form[size:] for form in forms) + "}"


def written(kind: str, name: str) -> str:
    """A whole name in the notation."""
    words = name.split()
    if kind == "words":
        analyser = pymorphy3.MorphAnalyzer()
        return " ".join(braces(dictionary_word(w[1:], analyser)) if w.startswith("^") else w for w in words)
    if kind == "east":
        return " ".join((*words[:-1], braces(name_word(words[-1], "m", False))))
    last = len(words) - 1
    return " ".join(braces(name_word(word, kind, number == last)) for number, word in enumerate(words))


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("m", "f", "east", "words"):
        sys.exit(__doc__)
    print(written(sys.argv[1], sys.argv[2]))
