"""The examples of every time rule, in every language, read as of Wednesday 4 February 2026."""

from datetime import date

import pytest

from ingest.lang_data import LANGUAGES, differing_keys
from ingest.times.data import Rule, language
from ingest.times.find import find
from ingest.times.resolve import resolve

WEDNESDAY = date(2026, 2, 4)
EXAMPLES = [
    pytest.param(lang, rule, *example, id=f"{rule.name}-{i}")
    for lang in LANGUAGES
    for rule in language(lang).rules
    for i, example in enumerate(rule.examples)
]


@pytest.mark.parametrize(("lang", "rule", "text", "words", "value"), EXAMPLES)
def test_example(lang: str, rule: Rule, text: str, words: str, value: str) -> None:
    found = find(text, lang)
    mentions = resolve(text, found, WEDNESDAY, lang)
    if rule.read == "none":
        assert mentions == ()
        return
    got = [(m.text, m.value, m.rule) for m in mentions]
    assert (words, value, rule.name) in got


def test_the_languages_have_the_same_keys() -> None:
    assert differing_keys("times") == ()
