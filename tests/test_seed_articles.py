"""The seed digests: whole front matter, long enough, and in words of their own."""

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from graph.model import Article, PublishedBasis
from graph.registry import load_registry
from ingest.read.files import read_articles
from ingest.read.given import Given

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "seeds" / "articles"
ORIGINALS = ROOT.parent / "shared" / "seeds"
GOLD = ROOT.parent / "shared" / "eval" / "dev" / "gold"
DIGESTS = sorted(FOLDER.glob("*.md"))
# The digest of each founding article, by the number its file begins with.
DIGEST_OF = {
    "000": "2026-02-07-nemets-pekin-et-poutine.md",
    "001": "2026-02-05-johnson-comptes-rendus.md",
    "002": "2022-02-04-sommet-de-pekin.md",
    "003": "2026-02-04-afp-visioconference.md",
    "004": "2024-05-16-ap-visite-en-chine.md",
}
LONGEST_SHARED_RUN = 6
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
KEYS = {
    "title",
    "publisher",
    "author",
    "origin",
    "url",
    "language",
    "published",
    "published_basis",
    "published_reasons",
    "modified",
    "rendition",
    "after",
}

needs_originals = pytest.mark.skipif(
    not ORIGINALS.is_dir(), reason="the founding articles (../shared/seeds) are not on this machine"
)


@dataclass(frozen=True)
class Digest:
    fields: dict[str, str]
    reasons: tuple[str, ...]
    body: str


def read(path: Path) -> Digest:
    """Front matter as documented in docs/seeds-articles.md: `key: value`, one list of `  - item` lines."""
    text = path.read_text(encoding="utf8")
    assert text.startswith("---\n"), f"{path.name}: no front matter"
    head, separator, body = text[4:].partition("\n---\n")
    assert separator, f"{path.name}: front matter has no end"
    fields: dict[str, str] = {}
    reasons: list[str] = []
    for line in head.split("\n"):
        assert ": " not in line.partition(": ")[2], f"{path.name}: no YAML reader would take {line}"
        if line.startswith("  - "):
            assert ": " not in line, f"{path.name}: no YAML reader would take {line}"
            assert list(fields)[-1] == "published_reasons", f"{path.name}: a list under another key: {line}"
            reasons.append(line[4:])
            continue
        key, colon, value = line.partition(":")
        assert colon, f"{path.name}: no colon in {line}"
        assert key not in fields, f"{path.name}: {key} twice"
        fields[key] = value.strip()
    return Digest(fields, tuple(reasons), body.strip())


def words(text: str) -> list[str]:
    """Lower-case words; what an apostrophe or hyphen joins counts as two, so that runs are found the sooner."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def shared_runs(one: str, other: str, size: int) -> list[str]:
    """The runs of `size` words that stand in both texts."""

    def runs(text: str) -> dict[tuple[str, ...], None]:
        listed = words(text)
        return dict.fromkeys(tuple(listed[i : i + size]) for i in range(len(listed) - size + 1))

    others = runs(other)
    return [" ".join(run) for run in runs(one) if run in others]


def original(number: str) -> str:
    (path,) = ORIGINALS.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf8")


def test_there_is_one_digest_of_each_founding_article() -> None:
    assert {path.name for path in DIGESTS} == set(DIGEST_OF.values())


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)
def test_front_matter_is_whole(path: Path) -> None:
    digest = read(path)
    assert set(digest.fields) <= KEYS
    for key in ("title", "publisher", "language", "published", "published_basis", "rendition", "after"):
        assert digest.fields.get(key), f"{path.name} lacks {key}"
    assert digest.fields["language"] == "fr"
    assert digest.fields["rendition"] == "true"
    published = date.fromisoformat(digest.fields["published"])
    assert path.name.startswith(f"{published.isoformat()}-")
    basis = PublishedBasis(digest.fields["published_basis"])
    assert basis in {PublishedBasis.TEXT, PublishedBasis.INFERRED}
    assert bool(digest.reasons) == (basis is PublishedBasis.INFERRED), "an inferred date says why, no other does"
    if "modified" in digest.fields:
        assert date.fromisoformat(digest.fields["modified"]) >= published


def test_the_folder_is_read_as_five_renditions_of_five_sources() -> None:
    articles = list(read_articles([FOLDER], Given(), load_registry()))
    assert all(isinstance(article, Article) for article in articles), articles
    said = {
        (a.publisher, a.author, a.origin, str(a.published), a.published_basis.value, str(a.modified), a.rendition)
        for a in articles
        if isinstance(a, Article)
    }
    blog = "La voix de l'opposition russe et de la résistance ukrainienne"
    nobody = "unknown publisher (Poutine et Xi serrent les rangs)"
    nemets = ("Alexander Nemets", "Alexander Nemets (kasparovru)")
    assert said == {
        (blog, *nemets, "2026-02-07", "inferred", "2026-02-07", True),
        ("Hannibal Genséric", "Larry C. Johnson", "Larry C. Johnson", "2026-02-05", "text", "None", True),
        (nobody, None, None, "2022-02-04", "inferred", "None", True),
        ("AFP", None, None, "2026-02-04", "text", "None", True),
        ("AP", "Bodeen", None, "2024-05-16", "inferred", "None", True),
    }


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)
def test_body_is_article_matter_only(path: Path) -> None:
    body = read(path).body
    assert unicodedata.is_normalized("NFC", body)
    for furniture in ("http", "Share", "commentaire:", "Abonnez", "Source\n", "**", "##"):
        assert furniture not in body, f"{path.name} carries {furniture}"


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)
def test_quotation_marks_hold_short_terms_only(path: Path) -> None:
    for quoted in re.findall(r"«\s*(.*?)\s*»", read(path).body):
        assert len(words(quoted)) <= 5, f"{path.name} quotes speech: {quoted}"


@needs_originals
@pytest.mark.parametrize("number", DIGEST_OF)
def test_digest_is_at_least_half_as_long(number: str) -> None:
    body = read(FOLDER / DIGEST_OF[number]).body
    assert len(body) >= len(original(number)) / 2


@needs_originals
@pytest.mark.parametrize("number", DIGEST_OF)
def test_digest_shares_no_run_of_seven_words_with_any_original(number: str) -> None:
    path = FOLDER / DIGEST_OF[number]
    text = read(path).fields["title"] + "\n" + read(path).body
    for other in DIGEST_OF:
        assert shared_runs(text, original(other), LONGEST_SHARED_RUN + 1) == [], f"{path.name} against {other}"


def gold_times(number: str) -> list[dict[str, str]]:
    (path,) = GOLD.glob(f"{number}_*.json")
    times: list[dict[str, str]] = json.loads(path.read_text(encoding="utf8"))["timexes"]
    return times


@needs_originals
@pytest.mark.skipif(not GOLD.is_dir(), reason="the annotated articles (../shared/eval) are not on this machine")
@pytest.mark.parametrize("number", DIGEST_OF)
def test_digest_keeps_dates_and_invents_no_number(number: str) -> None:
    path = FOLDER / DIGEST_OF[number]
    whole = path.read_text(encoding="utf8")
    for time in gold_times(number):
        if time["from"] == read(path).fields["published"] and re.search(r"\d{4}", time["text"]):
            continue  # a dateline: the front matter has it
        for needed in re.findall(r"\d+|lundi|mardi|mercredi|jeudi|vendredi|semaine|semestre", time["text"].lower()):
            assert re.search(rf"(?i)\b{needed}", whole), f"{path.name} lacks {time['text']}"
        for month in re.findall(rf"\d+(?:er)? (?:{MONTHS})|(?:{MONTHS}) \d{{4}}", time["text"]):
            assert month in whole, f"{path.name} lacks {month}"
    known = set(re.findall(r"\d+", original(number)))
    assert set(re.findall(r"\d+", read(path).body)) <= known


def test_shared_runs_are_found() -> None:
    one = "Hier encore, l'un des deux voisins s'est tu devant tous."
    assert shared_runs(one, "Mais l’un des deux voisins s’est tu.", 7) == [
        "l un des deux voisins s est",
        "un des deux voisins s est tu",
    ]
    assert shared_runs(one, "Mais l'autre des deux voisins s'est tu.", 7) == []
