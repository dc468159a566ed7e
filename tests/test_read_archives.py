"""Streams: gz, Zip, WARC and CSV, sound and broken."""

import gzip
import io
import json
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from graph.model import Article
from graph.registry import Registry
from ingest.read import Given, ReadFailure, read_articles
from tests.page_layouts import PAGES

# warcio, which writes the archives here, leaves its temporary files to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <function SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
)
REGISTRY = Registry(actors={}, places={}, sources={})
BODY = (
    "Les deux délégations se sont retrouvées mardi dans la gare de Blagovechtchensk. Elles ont parlé du pont, des "
    "trains et des visas, et doivent se revoir au printemps dans la ville d'en face."
)


def read(path: Path, columns: dict[str, str] | None = None, **said: object) -> list[Article | ReadFailure]:
    return list(read_articles([path], Given(**said), REGISTRY, columns))  # type: ignore[arg-type]


def articles(outcomes: list[Article | ReadFailure]) -> list[Article]:
    return [outcome for outcome in outcomes if isinstance(outcome, Article)]


def messages(outcomes: list[Article | ReadFailure]) -> list[str]:
    return [outcome.message for outcome in outcomes if isinstance(outcome, ReadFailure)]


def lines(count: int) -> bytes:
    return b"".join(json.dumps({"id": str(n), "text": f"{BODY} ({n})"}).encode() + b"\n" for n in range(count))


# --- gz and Zip ----------------------------------------------------------------------------------------------------


def test_packed_files(tmp_path: Path) -> None:
    for name, content in (("a.txt", BODY.encode()), ("b.jsonl", lines(3)), ("c.html", PAGES["blog", "fr"].data)):
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content))
    found = read(tmp_path)
    assert messages(found) == []
    assert len(found) == 5


def test_a_packed_and_a_plain_file_are_the_same_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(BODY.encode())
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(BODY.encode()))
    first, second = articles(read(tmp_path))
    assert first == second


def test_a_file_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    whole = gzip.compress(lines(2000))
    path.write_bytes(whole[: len(whole) // 2])
    found = read(path)
    assert len(articles(found)) > 100
    assert [article.given_id for article in articles(found)] == [str(n) for n in range(len(articles(found)))]
    (message,) = messages(found)
    assert "cut short" in message
    assert str(path) in message


def test_what_is_called_gz_and_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(BODY.encode())
    (message,) = messages(read(tmp_path / "a.txt.gz"))
    assert "damaged" in message


def test_a_bomb_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    with gzip.open(path, "wb") as stream:
        for _ in range(100):
            stream.write(b"The delegation met. " * 50_000)
    (message,) = messages(read(path))
    assert "more than 20 MB" in message


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_zip_members(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip",
        {
            "b/two.md": f"---\npublished: 2025-03-04\n---\n{BODY}".encode(),
            "a/one.txt": BODY.encode(),
            "c/rows.jsonl.gz": gzip.compress(lines(2)),
            "photo.jpg": b"\xff\xd8\xff",
            "__MACOSX/a/._one.txt": b"x",
            "d/bad.txt": b"",
        },
    )
    found = read(path)
    assert [article.published for article in articles(found)] == [None, date(2025, 3, 4), None, None]
    (message,) = messages(found)
    assert message.startswith(f"{path}!d/bad.txt: is empty")


def test_a_zip_with_a_broken_member(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"1.txt": BODY.encode() * 50, "2.txt": BODY.encode()})
    data = bytearray(path.read_bytes())
    data[60] ^= 0xFF  # inside the first member's packed bytes
    path.write_bytes(data)
    found = read(path)
    assert len(articles(found)) == 1
    (message,) = messages(found)
    assert "1.txt" in message


@pytest.mark.parametrize("content", [b"no archive", b"PK\x03\x04 cut"])
def test_what_is_no_zip(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    (message,) = messages(read(tmp_path / "a.zip"))
    assert "is no Zip archive or is cut short" in message


# --- WARC ----------------------------------------------------------------------------------------------------------


def warc(count: int, *, packed: bool = True) -> list[bytes]:
    """Records as warcio writes them, one page each; each a member of its own."""
    pages = [page.data for key, page in PAGES.items() if key[0] in {"blog", "paywall", "gallery"}]
    found = []
    for n in range(count):
        stream = io.BytesIO()
        writer = WARCWriter(stream, gzip=packed)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        payload = io.BytesIO(pages[n % len(pages)])
        url = f"https://nord.example/world/{n}"
        writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=headers))
        found.append(stream.getvalue())
    return found


def addresses(outcomes: list[Article | ReadFailure]) -> list[str]:
    return [(article.url or "").rpartition("/")[2] for article in articles(outcomes)]


@pytest.mark.parametrize("packed", [True, False])
def test_warc_pages(packed: bool, tmp_path: Path) -> None:
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(b"".join(warc(8, packed=packed)))
    found = read(path)
    assert messages(found) == []
    assert addresses(found) == [str(n) for n in range(8)]
    assert {article.lang for article in articles(found)} == {"fr", "en", "ru", "zh"}


def test_warc_in_one_member(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"".join(warc(4, packed=False))))
    assert addresses(read(path)) == ["0", "1", "2", "3"]


def test_warc_with_records_of_other_kinds(tmp_path: Path) -> None:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "tests"}))
    page = PAGES["blog", "fr"].data
    packed_headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
    packed_page = gzip.compress(page)
    chunks = (
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (packed_page[:99], packed_page[99:])) + b"0\r\n\r\n"
    )
    for number, (status, headers, payload) in enumerate(
        [
            ("200 OK", packed_headers, chunks),
            ("404 Not Found", [("Content-Type", "text/html")], page),
            ("200 OK", [("Content-Type", "image/png")], b"\x89PNG"),
            ("200 OK", [("Content-Type", "text/html; charset=windows-1251")], PAGES["old portal", "ru"].data),
            ("200 OK", [("Content-Type", "text/html")], b"<html><body></body></html>"),
        ]
    ):
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        url = f"https://nord.example/{number}"
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(payload), http_headers=http))
    text = writer.create_warc_record("https://nord.example/t", "conversion", payload=io.BytesIO(BODY.encode()))
    writer.write_record(text)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(stream.getvalue())
    found = read(path)
    assert addresses(found) == ["0", "3", "t"]
    assert articles(found)[1].lang == "ru"
    (message,) = messages(found)
    assert "https://nord.example/4: is a page without a main text" in message


@pytest.mark.parametrize("packed", [True, False])
def test_a_broken_record_is_said_and_the_rest_goes_in(
    packed: bool, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    parts = warc(6, packed=packed)
    broken = bytearray(parts[2])
    broken[len(broken) // 2 : len(broken) // 2 + 40] = b"\x00" * 40 if packed else broken[:40]
    if not packed:
        broken[0:4] = b"XXXX"
    parts[2] = bytes(broken)
    path.write_bytes(b"".join(parts))
    found = read(path)
    assert addresses(found) == ["0", "1", "3", "4", "5"]
    (message,) = messages(found)
    assert "record 3" in message
    assert capfd.readouterr() == ("", "")


def test_wrong_lengths(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    for change in (-60, 400):
        parts = warc(4, packed=False)
        head, _, rest = parts[1].partition(b"Content-Length: ")
        length, _, rest = rest.partition(b"\r\n")
        parts[1] = head + b"Content-Length: %d\r\n" % (int(length) + change) + rest
        path.write_bytes(b"".join(parts))
        found = read(path)
        assert {"0", "2", "3"} <= set(addresses(found)), change
        assert len(messages(found)) == 1, change


@pytest.mark.parametrize("packed", [True, False])
def test_a_warc_cut_short(packed: bool, tmp_path: Path) -> None:
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    data = b"".join(warc(4, packed=packed))
    path.write_bytes(data[:-300])
    found = read(path)
    assert addresses(found) == ["0", "1", "2"]
    (message,) = messages(found)
    assert "cut short" in message or "damaged" in message


@pytest.mark.parametrize("content", [b"", b"words and no records\n", b"\x1f\x8b\x08 nothing packed"])
def test_what_is_no_warc(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content)
    found = read(path)
    assert articles(found) == []
    assert len(messages(found)) == 1


# --- CSV -----------------------------------------------------------------------------------------------------------


def table(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_csv_with_its_own_names(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv",
        f'id,text,date,publisher\n1,"{BODY}\nEt une ligne ""de plus"".",2025-03-04,Nord\n2,"{BODY}",,\n',
    )
    first, second = articles(read(path))
    assert first.text == f'{BODY}\nEt une ligne "de plus".'
    assert (first.given_id, first.published, first.publisher) == ("1", date(2025, 3, 4), "Nord")
    assert (second.published, second.publisher) == (None, None)


@pytest.mark.parametrize(("mark", "encoding"), [(";", "cp1252"), ("\t", "utf-8-sig"), ("|", "utf-16")])
def test_csv_with_a_mapping(mark: str, encoding: str, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", f"Corps{mark}Jour{mark}x\n{BODY}{mark}2025-03-04{mark}y\n", encoding)
    (found,) = articles(read(path, {"text": "Corps", "published": "Jour"}))
    assert (found.text, found.published) == (BODY, date(2025, 3, 4))


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "has no column `text`; its columns are corps, jour"),
        ({"text": "body"}, "has no column 'body'; its columns are corps, jour"),
        ({"words": "corps"}, "'words' is no field of an article"),
    ],
)
def test_csv_with_the_wrong_columns(columns: dict[str, str], said: str, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", f"corps,jour\n{BODY.replace(',', ';')},2025-03-04\n")
    (message,) = messages(read(path, columns))
    assert said in message


def test_a_broken_csv_row_is_said_and_passed_over(tmp_path: Path) -> None:
    plain = BODY.replace(",", ";")
    path = table(tmp_path / "a.csv", f"id,text,published\n1,{plain},\n2,{plain},hier\n3,,\n4,{plain},2025-03-04\n")
    found = read(path)
    assert [article.given_id for article in articles(found)] == ["1", "4"]
    first, second = messages(found)
    assert ":3: published: 'hier' is not a date" in first
    assert ":4: " in second


# --- memory --------------------------------------------------------------------------------------------------------


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    """Ten times the rows, the same memory."""
    peaks = []
    for count in (300, 3000):
        path = tmp_path / f"{count}.jsonl.gz"
        path.write_bytes(gzip.compress(lines(count), compresslevel=1))
        for _ in read_articles([path], Given(), REGISTRY):  # caches and imports first
            break
        tracemalloc.start()
        for _ in read_articles([path], Given(), REGISTRY):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0] + 200_000
