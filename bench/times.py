"""Measure the time step: the shared sets, the blind sets, and the speed beside dateparser.

    python bench/times.py [--errors N] [--only fr|en|ru|zh|articles|timebank|meantime|spec|blind|speed]

The shared sets (../shared/eval) are used where they are there; a set that is missing is said to be missing.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from graph.model import TimeMention  # noqa: E402
from ingest.times.find import find  # noqa: E402
from ingest.times.resolve import resolve  # noqa: E402

SHARED = ROOT.parent / "shared" / "eval"
BLIND = ROOT / "tests" / "data" / "times_blind"


def read(text: str, lang: str, published: date | None) -> tuple[TimeMention, ...]:
    """Find and resolve."""
    return resolve(text, find(text, lang), published, lang)


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]


def anchor(row: dict[str, Any]) -> date | None:
    """The publication date of a row; a malformed one counts as missing."""
    try:
        return date.fromisoformat((row.get("dct") or "")[:10])
    except ValueError:
        return None


def timex(path: Path, mode: str, errors: int) -> dict[str, float]:
    """Score with the shared TempEval-3 scorer, print and return what it says; nothing where the set is missing."""
    if not path.is_file():
        print(f"{path.name}: not there")
        return {}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf8", delete=False) as out:
        for row in rows(path):
            found = []
            for mention in read(row["text"], row["lang"], anchor(row)):
                entry: dict[str, Any] = {
                    "start": mention.start,
                    "end": mention.end,
                    "type": mention.type,
                    "value": mention.value,
                }
                when = mention.when
                if mode == "spec" and mention.type != "TIME" and when and when.start and when.end:
                    entry["interval"] = [str(when.start), str(when.end + timedelta(days=1))]
                found.append(entry)
            out.write(json.dumps({"id": row["id"], "timexes": found}) + "\n")
    command = [sys.executable, str(SHARED / "times" / "score_timex.py"), str(path), out.name, "--mode", mode]
    done = subprocess.run(
        [*command, "--errors", str(errors), *([] if errors else ["--json"])], capture_output=True, text=True, check=True
    )
    print(path.stem, done.stdout.strip())
    Path(out.name).unlink()
    return {} if errors else json.loads(done.stdout)


def articles(errors: int, lang: str) -> dict[str, tuple[float, float]]:
    """Time found and time right in percent on the annotated articles, as score_extraction.py counts them."""
    if not (SHARED / "dev").is_dir():
        print("annotated articles: not there")
        return {}
    count: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for path in sorted((SHARED / "dev" / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf8"))
        article = json.loads((SHARED / "dev" / "articles" / path.name).read_text(encoding="utf8"))
        if lang and article["lang"] != lang:
            continue
        day = article.get("published") or article.get("published_inferred")
        found = list(read(article["text"], article["lang"], date.fromisoformat(day) if day else None))
        for want in gold["timexes"]:
            if want["type"] == "date" and want["from"]:
                result = judged(want, found)
                for key in (article["lang"], "all"):
                    count[key][0] += 1
                    count[key][1] += result[0]
                    count[key][2] += result[1]
                if errors and not result[1]:
                    print("  ", path.stem, want["text"], want["from"], want["to"], result[2])
    for key, (total, hit, right) in sorted(count.items()):
        print(f"articles {key}: found {100 * hit / total:.1f} %, right {100 * right / total:.1f} % of {total}")
    return {key: (100 * hit / total, 100 * right / total) for key, (total, hit, right) in count.items()}


def judged(want: dict[str, Any], found: list[TimeMention]) -> tuple[bool, bool, str]:
    """Whether an expression was found and is right; the mention is taken out of `found`."""
    best = max(found, key=lambda m: min(want["end"], m.end) - max(want["start"], m.start), default=None)
    if best is None or min(want["end"], best.end) <= max(want["start"], best.start):
        return False, False, "missed"
    found.remove(best)
    start = str(best.when.start) if best.when and best.when.start else None
    end = str(best.when.end) if best.when and best.when.end else None
    if want["granularity"] == "vague":
        right = bool(start and end and start <= want["to"] and end >= want["from"])
    else:
        right = (start, end) == (want["from"], want["to"])
    return True, right, f"{best.text!r} {best.value} {start}..{end} {best.rule}"


def blind(errors: int, lang: str) -> dict[str, float]:
    """Score on the sentences of tests/data/times_blind: share of expressions found and read right, and what is extra.

    Right: the value is that of the gold, or the bounds are; vague ones: the bounds overlap. Returns the share right.
    """
    shares: dict[str, float] = {}
    for path in sorted(BLIND.glob("*.jsonl")):
        if lang and path.stem != lang:
            continue
        total = hit = right = exact = extra = 0
        for row in rows(path):
            found = list(read(row["text"], row["lang"], anchor(row)))
            for want in row["timexes"]:
                verdict = matched(want, found)
                total, hit, exact, right = (
                    total + 1,
                    hit + verdict[0],
                    exact + verdict[1],
                    right + verdict[2],
                )
                if errors and not verdict[2]:
                    print("  ", row["id"], row["dct"], repr(row["text"]), want, "->", verdict[3])
            extra += len(found)
            for mention in found if errors > 1 else []:
                print("   EXTRA", row["id"], repr(row["text"]), mention.text, mention.value, mention.rule)
        print(
            f"blind {path.stem}: found {100 * hit / total:.1f} %, span {100 * exact / total:.1f} %, "
            f"right {100 * right / total:.1f} % of {total}; {extra} extra"
        )
        shares[path.stem] = 100 * right / total
    return shares


def matched(want: dict[str, Any], found: list[TimeMention]) -> tuple[bool, bool, bool, str]:
    """Whether a gold expression was found, with its very span, and read right; the mention leaves `found`."""
    best = max(found, key=lambda m: min(want["end"], m.end) - max(want["start"], m.start), default=None)
    if best is None or min(want["end"], best.end) <= max(want["start"], best.start):
        return False, False, False, "missed"
    found.remove(best)
    start = str(best.when.start) if best.when and best.when.start else None
    end = str(best.when.end) if best.when and best.when.end else None
    right = best.value == want["value"] or bool(want.get("from") and (start, end) == (want["from"], want["to"]))
    if want.get("granularity") == "vague" and want.get("from"):
        right = right or bool(start and end and start <= want["to"] and end >= want["from"])
    shown = f"{best.text!r} {best.type} {best.value} {start}..{end} {best.rule}"
    return True, (best.start, best.end) == (want["start"], want["end"]), right, shown


def speed() -> dict[str, float]:
    """Characters per second beside dateparser's search, on the same text in the same run, median of five: printed,
    and how many times as fast, returned."""
    from dateparser.search import search_dates

    times: dict[str, float] = {}
    for lang, name in (("fr", "fr_timebank_dev"), ("en", "meantime_en")):
        path = SHARED / "times" / f"{name}.jsonl"
        if not path.is_file():
            continue
        text = "\n".join(row["text"] for row in rows(path))
        find(text[:2000], lang)
        own = median_seconds(lambda text=text, lang=lang: read(text, lang, date(2026, 2, 4)))
        sample = text[:20_000]
        other = median_seconds(lambda sample=sample, lang=lang: search_dates(sample, languages=[lang]))
        big = (text * (1_000_000 // len(text) + 1))[:1_000_000]
        megabyte = median_seconds(lambda big=big, lang=lang: read(big, lang, date(2026, 2, 4)))
        print(
            f"speed {lang}: {len(text) / own:,.0f} characters/s, of 1 MB {len(big) / megabyte:,.0f}; "
            f"dateparser {len(sample) / other:,.0f}; {len(text) / own / (len(sample) / other):.1f} times"
        )
        times[lang] = len(text) / own / (len(sample) / other)
    return times


def median_seconds(work: Any) -> float:
    """Seconds, median of five."""
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """See the module's words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--lang", default="")
    args = parser.parse_args()
    wanted = set(args.only.split(",")) - {""}
    if not wanted or "timebank" in wanted:
        timex(SHARED / "times" / "fr_timebank_dev.jsonl", "tempeval", args.errors)
    if not wanted or "meantime" in wanted:
        timex(SHARED / "times" / "meantime_en.jsonl", "tempeval", args.errors)
    if not wanted or "articles" in wanted:
        articles(args.errors, args.lang)
    if not wanted or "spec" in wanted:
        for path in sorted((SHARED / "times").glob("spec_*.jsonl")):
            timex(path, "spec", args.errors)
    if not wanted or "blind" in wanted:
        blind(args.errors, args.lang)
    if not wanted or "speed" in wanted:
        speed()


if __name__ == "__main__":
    main()
