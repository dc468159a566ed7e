"""Which language a text is in: script first, then telling letters and small words, then statistics.

Four languages are read; more than forty are told apart, so that Ukrainian is not misread as Russian, nor Japanese as
Chinese. Statistics are py3langid's (Barbaresi; after langid.py, Lui and Baldwin 2012), loaded when first needed.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from ingest.lang_data import LANGUAGES

SUPPORTED: tuple[str, ...] = LANGUAGES
UNKNOWN = "und"  # BCP 47: no language could be told
_SAMPLE = 1_600  # characters looked at: half from the beginning, which may be a site's, half from the middle
_ENOUGH_WORDS = 20
_TELLING = 7  # one word in so many is a small word of its language
_SHORT = 200  # characters in which small words weigh
_WORD = 4.0  # how much likelier one of them makes its language
_SURE = 0.2  # of the statistics' probability, among the candidates of the script


@dataclass(frozen=True, slots=True)
class _Profile:
    """`lang/identify.toml`, ready for use."""

    scripts: Mapping[str, tuple[int, re.Pattern[str]]]
    candidates: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, re.Pattern[str]]
    words: Mapping[str, frozenset[str]]
    endings: Mapping[str, tuple[str, ...]]
    prior: Mapping[str, float]


@lru_cache(maxsize=1)
def _profile() -> _Profile:
    table = tomllib.loads(files("ingest").joinpath("lang", "identify.toml").read_text(encoding="utf8"))
    scripts = {}
    for name, script in table["scripts"].items():
        bounds = (span.split("-") for span in script["ranges"])
        inside = "".join(f"{chr(int(low, 16))}-{chr(int(high, 16))}" for low, high in bounds)
        scripts[name] = (script["weight"], re.compile(f"[{inside}]"))
    return _Profile(
        scripts=scripts,
        candidates={script: tuple(langs) for script, langs in table["candidates"].items()},
        letters={name: re.compile(f"[{letters}]") for name, letters in table["letters"].items()},
        words={lang: frozenset(words.split()) for lang, words in table["words"].items()},
        endings={lang: tuple(endings.split()) for lang, endings in table["endings"].items()},
        prior=table["prior"],
    )


def identifiable() -> tuple[str, ...]:
    """Codes of all languages that are told apart, sorted."""
    return tuple(sorted({lang for langs in _profile().candidates.values() for lang in langs}))


def identify_language(text: str) -> str:
    """The two-letter code (ISO 639-1) of the language of `text`, or UNKNOWN where it has too few letters to tell."""
    half = _SAMPLE // 2
    sample = text if len(text) <= _SAMPLE else f"{text[:half]} {text[len(text) // 2 :][:half]}"
    profile = _profile()
    counts = _count_scripts(sample, profile)
    weights = {script: counts[script] * weight for script, (weight, _) in profile.scripts.items()}
    script = max(weights, key=lambda name: weights[name])
    if counts[script] * profile.scripts[script][0] < 3:
        return UNKNOWN
    if script in {"han", "kana"}:
        return _of_east_asia(sample, counts)
    candidates = profile.candidates[script]
    if len(candidates) == 1:
        return candidates[0]
    return _BY_SCRIPT.get(script, _by_statistics)(sample, candidates)


def _count_scripts(sample: str, profile: _Profile) -> dict[str, int]:
    """Letters of each script; none are counted any more once a script has most of what there is."""
    counts = dict.fromkeys(profile.scripts, 0)
    for script, (_, pattern) in profile.scripts.items():
        counts[script] = len(pattern.findall(sample))
        if counts[script] * 2 > len(sample) and script != "han":
            break
    return counts


def _of_east_asia(sample: str, counts: Mapping[str, int]) -> str:
    """Kana make Japanese (a name or two do not), else the forms of characters that only Japan writes."""
    if counts["kana"] * 12 > counts["han"]:
        return "ja"
    letters = _profile().letters
    japanese, chinese = (len(letters[name].findall(sample)) for name in ("japanese", "chinese"))
    if japanese > 2 * chinese:
        return "ja"
    return "zh"


def _of_cyrillic(sample: str, candidates: tuple[str, ...]) -> str:
    """Russian where no letter is foreign to it and one is foreign to its neighbours; else by statistics."""
    low = sample.lower()
    profile = _profile()
    letters = profile.scripts["cyrillic"][1].findall(low)
    foreign = len(letters) - len(profile.letters["russian"].findall(low))
    marks = len(profile.letters["russian_marks"].findall(low))
    if marks and foreign * 5 < marks:
        return "ru"
    return _by_statistics(sample, candidates)


def _of_latin(sample: str, candidates: tuple[str, ...]) -> str:
    """By small words where there are many and one language is far ahead; else by statistics."""
    words = _words(sample)
    if len(words) >= _ENOUGH_WORDS:
        times = Counter(words)
        known = _profile().words
        hits = {lang: sum(times[word] for word in times.keys() & known[lang]) for lang in candidates if lang in known}
        next_most, most = sorted(hits.values())[-2:]
        best = max(hits, key=lambda lang: hits[lang])
        if best in SUPPORTED and most * _TELLING > len(words) and most > 2 * next_most:
            return best
    return _by_statistics(sample, candidates)


def _words(sample: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", sample.lower())


def _by_statistics(sample: str, candidates: tuple[str, ...]) -> str:
    """The likeliest candidate. Small words, endings and prior odds weigh in, which matters in short pieces only."""
    profile = _profile()
    words = set(_words(sample[:_SHORT]))

    def weighed(lang: str) -> float:
        ends = profile.endings.get(lang, ())
        hits = len(words & profile.words.get(lang, frozenset())) + sum(word.endswith(ends) for word in words)
        return profile.prior.get(lang, 1.0) * _WORD**hits

    shares = {lang: share * weighed(lang) for lang, share in _identifier().rank(sample) if lang in candidates}
    total = sum(shares.values())
    best = max(shares, key=lambda lang: shares[lang])
    return best if total > 0 and shares[best] / total >= _SURE else UNKNOWN


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """py3langid's model, restricted to the candidates: about a second and 100 MB, paid once and only when needed."""
    langid: Any = import_module("py3langid.langid")
    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(identifiable()))
    return identifier


_BY_SCRIPT = {"latin": _of_latin, "cyrillic": _of_cyrillic}
