"""What is far too large is named in one line and passed over, and what stands beside it goes in."""

import io
import os
from pathlib import Path
from typing import Any, cast

from graph.model import Article
from graph.registry import load_registry
from ingest.read.files import read_articles
from ingest.read.given import Given, ReadFailure
from ingest.read.rows import articles_from_jsonl

ROW = b'{"text": "Vladimir Putin met Xi Jinping in Beijing.", "lang": "en"}\n'
LINES = 10_000_000


class Lines(io.RawIOBase):
    """Ten million lines, all blank but a broken one in the middle and an article at the end; held nowhere."""

    def __init__(self) -> None:
        self._parts = iter(
            [b"\n" * 10_000] * (LINES // 20_000) + [b"{broken\n"] + [b"\n" * 10_000] * (LINES // 20_000) + [ROW]
        )
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._left or next(self._parts, b"")
        size = min(len(part), len(buffer))
        buffer[:size], self._left = part[:size], part[size:]
        return size


def test_one_broken_line_of_ten_millions() -> None:
    stream = cast("Any", io.BufferedReader(Lines()))
    found = list(articles_from_jsonl(stream, Path("many.jsonl"), Given(), load_registry()))
    assert [type(one) for one in found] == [ReadFailure, Article]
    assert isinstance(found[0], ReadFailure)
    assert found[0].message.startswith(f"many.jsonl:{LINES // 2 + 1}: is not JSON")


def test_a_page_of_200_megabytes(tmp_path: Path) -> None:
    with (tmp_path / "a.html").open("wb") as huge:
        huge.write(b"<html><body><p>")
        os.truncate(huge.fileno(), 200_000_000)  # a hole: it takes no room
    (tmp_path / "b.jsonl").write_bytes(ROW)
    found = list(read_articles([tmp_path], Given(), load_registry()))
    assert [type(one) for one in found] == [ReadFailure, Article]
    assert isinstance(found[0], ReadFailure)
    assert found[0].message == f"{tmp_path / 'a.html'}: holds 200 MB, and at most 20 are read; save its text as .txt"
