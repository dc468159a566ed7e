"""Files, folders and rows -> articles: who wins, where dates come from, what is refused and how."""

import io
import json
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from graph.errors import ReadError
from graph.model import Article, PublishedBasis
from graph.registry import Registry, Source
from ingest.read import Given, ReadFailure, article_from_text, articles_from_jsonl, read_articles
from ingest.read.address import canonical_url, date_in_address

GAZETTE = Source(
    id="northern-gazette",
    kind="newspaper",
    labels={"fr": "La Gazette du Nord", "en": "Northern Gazette", "ru": "Северная газета", "zh": "北方报"},
    domains=("gazette.example",),
)
REGISTRY = Registry(actors={}, places={}, sources={GAZETTE.id: GAZETTE})
BODY = (
    "Les deux délégations se sont retrouvées mardi dans la gare de Blagovechtchensk. Elles ont parlé du pont, des "
    "trains et des visas, et doivent se revoir au printemps dans la ville d'en face.\n\n"
    "Le maire a salué « une étape », selon ses services. Aucun document n'a été signé ce jour-là."
)


def article(text: str, **said: object) -> Article:
    return article_from_text(text, Given(**said), REGISTRY, name="file")  # type: ignore[arg-type]


def read(path: Path, **said: object) -> list[Article | ReadFailure]:
    return list(read_articles([path], Given(**said), REGISTRY))  # type: ignore[arg-type]


def one(path: Path, **said: object) -> Article:
    (found,) = read(path, **said)
    assert isinstance(found, Article), found
    return found


def refused(path: Path, **said: object) -> str:
    (found,) = read(path, **said)
    assert isinstance(found, ReadFailure), found
    assert found.message.startswith(str(path))
    assert "\n" not in found.message
    return found.message


# --- dates ---------------------------------------------------------------------------------------------------------


def test_a_dateline_dates_the_text() -> None:
    found = article(f"Un pont, deux rives\n\nPublié le 4 mars 2025 à 10h00\n\n{BODY}")
    assert (found.published, found.published_basis) == (date(2025, 3, 4), PublishedBasis.TEXT)
    assert "Publié le 4 mars 2025" in found.published_reasons[0]
    assert found.title == "Un pont, deux rives"


def test_an_update_is_no_publication() -> None:
    found = article(f"Un pont, deux rives\n\nPublié le 4 mars 2025, mis à jour le 6 mars 2025\n\n{BODY}")
    assert (found.published, found.modified) == (date(2025, 3, 4), date(2025, 3, 6))
    only = article(f"Un pont, deux rives\n\nMise à jour : 06-03-2025\n\n{BODY}")
    assert (only.published, only.modified) == (date(2025, 3, 6), date(2025, 3, 6))
    assert only.published_basis is PublishedBasis.INFERRED
    assert "update" in only.published_reasons[0]


def test_a_later_update_is_a_version_of_the_same_work() -> None:
    first = article(f"Un pont, deux rives\n\nMise à jour : 06-03-2025\n\n{BODY}", publisher="Nord")
    second = article(f"Un pont, deux rives\n\nMise à jour : 09-03-2025\n\n{BODY}", publisher="Nord")
    assert first.work == second.work
    assert first.id != second.id
    assert first.currency < second.currency


@pytest.mark.parametrize(
    ("url", "published"),
    [
        ("https://agency.example/20250303/a1.htm", date(2025, 3, 2)),
        ("https://agency.example/2025/03/a1.htm", date(2025, 3, 2)),
        ("https://agency.example/2025/news/a1.htm", date(2025, 3, 2)),
        ("https://agency.example/20240901/a1.htm", None),  # half a year away: another year may be meant
        ("https://agency.example/a1.htm", None),
        (None, None),
    ],
)
def test_a_dateline_without_a_year_needs_one_from_elsewhere(url: str | None, published: date | None) -> None:
    found = article("HARBIN, 2 mars (Xinhua) -- " + BODY, url=url)
    assert found.published == published
    assert found.published_basis is (PublishedBasis.TEXT if published else PublishedBasis.UNKNOWN)
    assert found.origin == "Xinhua"


def test_the_turn_of_the_year_lies_between_dateline_and_address() -> None:
    found = article("HARBIN, 31 décembre (Xinhua) -- " + BODY, url="https://agency.example/20260101/a1.htm")
    assert found.published == date(2025, 12, 31)


def test_four_languages_of_datelines() -> None:
    english = "HARBIN, March 2 (Xinhua) -- The two delegations met at the station and spoke about the bridge."
    russian = "ХАБАРОВСК, 2 марта. /ТАСС/. Делегации двух городов встретились на вокзале и обсудили мост."
    chinese = "新华社哈尔滨3月2日电 两市代表团周日在车站会面，就大桥和签证交换了意见。"
    for text, lang, agency in ((english, "en", "Xinhua"), (russian, "ru", "TASS"), (chinese, "zh", "Xinhua")):
        found = article(text, url="https://wire.example/2025/03/02/a")
        assert (found.lang, found.published, found.origin) == (lang, date(2025, 3, 2), agency)
        assert found.published_basis is PublishedBasis.TEXT
        assert article(text).published is None
        assert article(text).publisher == agency


def test_an_address_alone_gives_an_inferred_date() -> None:
    found = article(BODY, url="https://nord.example/monde/2025/03/04/un-pont")
    assert (found.published, found.published_basis) == (date(2025, 3, 4), PublishedBasis.INFERRED)


def test_no_date_anywhere_stays_unknown() -> None:
    found = article("Un pont, deux rives\n\n" + BODY)
    assert (found.published, found.modified, found.published_basis) == (None, None, PublishedBasis.UNKNOWN)


def test_dates_of_happenings_are_no_datelines() -> None:
    text = f"Un pont, deux rives\n\nLe 4 mars 2025, le pont a rouvert. {BODY}\n\nIl avait fermé le 3 mai 2019."
    assert article(text).published is None


def test_the_caller_wins() -> None:
    text = f"Un pont\n\nPublié le 4 mars 2025\n\nPar Anne Leroy\n\n{BODY}"
    found = article(text, published=date(2024, 1, 2), author="Luc", title="Autre", publisher="Nord", lang="fr-FR")
    assert (found.published, found.published_basis) == (date(2024, 1, 2), PublishedBasis.GIVEN)
    assert (found.author, found.title, found.publisher, found.lang) == ("Luc", "Autre", "Nord", "fr")
    assert found.text == text


# --- publisher, author, origin -------------------------------------------------------------------------------------


def test_site_name_and_rubric_before_the_title() -> None:
    text = f"Carnets du fleuve\n\nRussie, Chine\n\nUn pont, deux rives\n\nMise à jour : 06-03-2025\n\n{BODY}"
    found = article(text)
    assert (found.publisher, found.title) == ("Carnets du fleuve", "Un pont, deux rives")


def test_a_known_publisher_on_the_first_line() -> None:
    found = article(f"La Gazette du Nord\n\nUn pont, deux rives\n\n{BODY}")
    assert (found.source, found.title) == ("northern-gazette", "Un pont, deux rives")


def test_a_subtitle_does_not_make_the_title_a_site() -> None:
    found = article(f"Un pont, deux rives\n\nReportage à Heihe\n\n{BODY}")
    assert (found.publisher, found.title) == (None, "Un pont, deux rives")


def test_the_name_of_a_section_is_no_title() -> None:
    assert article(f"Monde\n\nUn pont pour deux villes\n\n{BODY}").title == "Un pont pour deux villes"
    chinese = "国际\n\n大桥连接两岸城市\n3月4日 10:30\n\n两市代表团周日在车站会面，就大桥和签证交换了意见。"
    found = article(chinese, url="https://bj.example/2025/0304/c1-2.html")
    assert (found.title, found.publisher, found.published) == ("大桥连接两岸城市", None, date(2025, 3, 4))


def test_an_outlet_in_the_byline_is_the_publisher() -> None:
    found = article(f"Un pont pour deux villes\n\nPar La Gazette du Nord avec AFP\n\n{BODY}")
    assert (found.source, found.author, found.origin) == ("northern-gazette", None, "AFP")


def test_site_matter_is_no_title() -> None:
    found = article(f"Partager\n\nShare Post:\n\nUn pont, deux rives\n\n{BODY}")
    assert found.title == "Un pont, deux rives"


def test_an_agency_credit_is_the_publisher_only_where_nothing_else_is() -> None:
    text = f"{BODY} (AFP)"
    alone = article(text)
    assert (alone.publisher, alone.origin) == ("AFP", "AFP")
    given = article(text, publisher="Nord Hebdo")
    assert (given.publisher, given.origin) == ("Nord Hebdo", "AFP")
    own = article(text, publisher="AFP")
    assert (own.publisher, own.origin) == ("AFP", None)
    there = article(text, url="https://www.gazette.example/a1")
    assert (there.source, there.origin) == ("northern-gazette", "AFP")
    elsewhere = article(text, url="https://somebody.example/a1")
    assert (elsewhere.publisher, elsewhere.origin) == (None, "AFP")


def test_an_agency_cited_in_the_text_is_no_credit() -> None:
    assert article(f"Un pont\n\n{BODY} C'est ce qu'a écrit l'AFP.").publisher is None
    chinese = "据新华社报道，两市代表团周日在车站会面，就大桥和签证交换了意见。双方同意明年春天再次会谈。"
    assert article(chinese).publisher is None


def test_a_republished_text_names_its_author_as_origin() -> None:
    found = article(f"{BODY}\n\nPar Luc Morel • 6 mars 2025 • Source\n\nAucun commentaire:")
    assert (found.author, found.origin, found.published) == ("Luc Morel", "Luc Morel", date(2025, 3, 6))


def test_a_translated_text_with_a_link_at_its_end() -> None:
    title = "Le pont rouvre. Ivan Lesnoï : un hiver à Heihe a beaucoup changé la ville"
    found = article(f"{title}\n\n{BODY}\n\nhttps://www.amurskie-vesti.example/a.php?id=1")
    assert (found.author, found.origin) == ("Ivan Lesnoï", "Ivan Lesnoï (amurskie-vesti)")
    without = article(f"{title}\n\n{BODY}")
    assert (without.author, without.origin) == (None, None)


def test_a_quotation_in_the_title_has_no_teller() -> None:
    title = "Ivan Lesnoï : « Le pont est à nous »"
    found = article(f"{title}\n\n{BODY}\n\nhttps://www.amurskie-vesti.example/a.php?id=1")
    assert (found.author, found.origin) == (None, "amurskie-vesti")


def test_sources_are_one_by_name_or_address_and_else_local_to_the_file() -> None:
    by_name = article(BODY, publisher="Северная газета")
    by_address = article(BODY, url="https://news.gazette.example/a1")
    assert by_name.source == by_address.source == "northern-gazette"
    assert by_address.publisher == "Northern Gazette"
    first = article_from_text(BODY, Given(), REGISTRY, name="first")
    again = article_from_text(BODY, Given(), REGISTRY, name="first")
    other = article_from_text(BODY, Given(), REGISTRY, name="other")
    assert first.source == again.source != other.source
    assert first.id == again.id != other.id


def test_unsupported_languages_are_kept_with_their_code() -> None:
    text = "Делегації двох міст зустрілися на вокзалі та обговорили міст і візи. Документів не підписали."
    assert article(text).lang == "uk"
    with pytest.raises(ReadError, match="language"):
        article("12:30 — 14")
    with pytest.raises(ReadError, match="'klingon' is not a known code; give fr, en, ru, zh"):
        article(BODY, lang="klingon")


# --- addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Nord.Example:443/a/b/?utm_source=x&id=3#top", "https://nord.example/a/b?id=3"),
        ("http://nord.example:80", "http://nord.example/"),
        ("http://nord.example:8080/?fbclid=1", "http://nord.example:8080/"),
        ("https://nord.example/a?b=%E4%BD%A0&c=", "https://nord.example/a?b=%E4%BD%A0&c="),
        ("https://nord.example/A/b.html", "https://nord.example/A/b.html"),
    ],
)
def test_canonical_addresses(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "nord.example/a", "http://", "http://[::1", "https://a b.example/"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ReadError, match="address"):
        canonical_url(url)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2025/03/04/a", date(2025, 3, 4)),
        ("/20250304/abc/c.html", date(2025, 3, 4)),
        ("/news/2025-03-04/449533-a", date(2025, 3, 4)),
        ("/n1/2025/0304/c1002-1.html", date(2025, 3, 4)),
        ("/zyxw/202503/t20250304_11.shtml", date(2025, 3, 4)),
        ("/2025/02/31/a", None),
        ("/2025/03/a", None),
        ("/a/8171679411643", None),
        ("/article/12025030499", None),
    ],
)
def test_dates_in_addresses(path: str, day: date | None) -> None:
    assert date_in_address("https://nord.example" + path) == day


# --- files ---------------------------------------------------------------------------------------------------------

SAMPLES = {
    "fr": ("L'été dernier, la délégation a été reçue à Pékin ; « rien n'a été signé », a précisé le maire.", "cp1252"),
    "ru": ("Делегация двух городов встретилась на вокзале; документы, по словам мэра, не подписаны.", "cp1251"),
    "ru-koi": ("Делегация двух городов встретилась на вокзале; документы не подписаны.", "koi8_r"),
    "zh": ("两市代表团周日在车站会面，就大桥和签证交换了意见，没有签署文件。", "gb18030"),
    "zh-hant": ("兩市代表團週日在車站會面，就大橋和簽證交換了意見，沒有簽署文件。", "big5"),
    "zh-16": ("两市代表团周日在车站会面，就大桥和签证交换了意见，没有签署文件。", "utf-16"),
    "en": ("The mayor’s office said “nothing was signed” — yet the visit went on for three more days.", "cp1252"),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_encodings(name: str, tmp_path: Path) -> None:
    text, encoding = SAMPLES[name]
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    found = one(path)
    assert found.text == text
    assert found.lang == name.split("-")[0]


def test_line_ends_mark_and_composition(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    decomposed = unicodedata.normalize("NFD", BODY).replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + decomposed.encode())
    assert one(path).text == BODY


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_mojibake_is_undone_at_reading_a_file(wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = "L'été dernier, les délégués ont été reçus à la mairie. Ils se sont parlé après le déjeuner."
    path.write_text(text.encode().decode(wrong, errors="strict") if wrong == "latin-1" else text.encode().decode(wrong))
    assert one(path).text == text


def test_chinese_marks_and_curly_quotes_survive(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = "代表团团长说：“大桥（二期）将于明年通车！”双方没有签署文件，会谈将于明年春天继续，地点待定；ＡＢＣ。"
    path.write_text(text, encoding="utf8")
    assert one(path).text == text


def test_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "---\n"
        "title: 'Un pont : deux rives'\n"
        'publisher: "Nord \\"Hebdo\\""  # a comment\n'
        "author: Anne Leroy\n"
        "language: fr\n"
        "published: 2025-03-04\n"
        "published_basis: text\n"
        "published_reasons:\n"
        "  - dateline on the page\n"
        "modified: 2025-03-05T10:00:00+08:00\n"
        "origin: Wire\n"
        "url: https://nord.example/a/\n"
        "rendition: true\n"
        "rights: own words\n"
        "tags: [pont, fleuve]\n"
        "---\n\n" + BODY,
        encoding="utf8",
    )
    found = one(path)
    assert found.text == BODY
    assert (found.title, found.publisher, found.author) == ("Un pont : deux rives", 'Nord "Hebdo"', "Anne Leroy")
    assert (found.published, found.published_basis) == (date(2025, 3, 4), PublishedBasis.TEXT)
    assert found.published_reasons == ("dateline on the page",)
    assert (found.modified, found.origin, found.url) == (date(2025, 3, 5), "Wire", "https://nord.example/a")
    assert (found.rendition, found.rights, found.lang) == (True, "own words", "fr")
    override = one(path, published=date(2020, 1, 1))
    assert (override.published, override.published_basis) == (date(2020, 1, 1), PublishedBasis.GIVEN)
    assert override.published_reasons == ()


def test_front_matter_may_say_that_the_date_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        f"---\nafter: Nord Hebdo\npublished: unknown\npublished_basis: unknown\n---\n{BODY}", encoding="utf8"
    )
    found = one(path, url="https://nord.example/2025/03/04/a")
    assert (found.published, found.published_basis) == (None, PublishedBasis.UNKNOWN)
    assert (found.publisher, found.rendition) == (None, True)
    assert found.rights == "own-words digest after Nord Hebdo"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("published: 2025-02-31", "published: '2025-02-31' is not a date"),
        ("published: demain", "published: 'demain' is not a date; write YYYY-MM-DD"),
        ("modified: 04/03/2025", "modified: '04/03/2025' is not a date"),
        ("publised: 2025-03-04", "unknown field 'publised'"),
        ("published_basis: guessed", "'guessed' is none of given, page, text"),
        ("published_basis: text", "does not fit `published`"),
        ("title: [a", "ends on its line"),
        ('title: "a', "is not closed"),
        ("title: |\n  a", "beyond the YAML"),
        ("title: a\ntitle: b", "given twice"),
        ("just words", "is not `key: value`"),
        ("rendition: perhaps", "neither true nor false"),
        ("url: nord", "is not an http or https address"),
    ],
)
def test_front_matter_that_is_refused(lines: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\n{lines}\n---\n\n{BODY}", encoding="utf8")
    assert said in refused(path)


def test_front_matter_that_is_not_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: a\n\n{BODY}", encoding="utf8")
    assert "not closed" in refused(path)


def test_a_rule_is_no_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\n\n{BODY}", encoding="utf8")
    assert BODY in one(path).text


# --- bad input -----------------------------------------------------------------------------------------------------


def damaged() -> bytes:
    good = (BODY * 4).encode()
    assert good[:500].count(b"\n") == 4
    return good[:500] + b"\xff\xfe" + good[500:]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\n ", "is empty"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "is binary"),
        ("zip.md", b"PK\x03\x04\x00\x01", "is binary"),
        ("noise.txt", bytes(range(256)) * 20, "is binary"),
        ("damaged.txt", damaged(), "is UTF-8 but for byte 500 (line 5)"),
        ("digits.txt", b"12 30 14", "too little text"),
        ("empty.json", b"", "is empty"),
        ("list.json", b"[]", "empty list"),
        ("broken.json", b'{"text": "a', "is not JSON"),
        ("number.json", b"7", "is not an object"),
        ("notext.json", b'{"title": "a"}', 'has no "text"'),
        ("empty.jsonl", b"", "is empty"),
        ("deep.json", b"[" * 200_000, "is not JSON"),
        ("page.docx", b"words", "is of a kind that is not read; give .txt"),
    ],
)
def test_bad_files(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    message = refused(path)
    assert said in message
    assert len(message) < 400


def test_sixty_megabytes_of_text(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as stream:
        for _ in range(60):
            stream.write(b"The delegation met. " * 50_000)
    assert "holds 60 MB" in refused(path)
    assert ".jsonl" in refused(path)


def test_missing_file_and_folders(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "none.txt")
    (tmp_path / "empty").mkdir()
    assert "holds no article" in refused(tmp_path / "empty")
    (tmp_path / "empty" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "empty" / ".hidden.txt").write_text("hidden")
    assert "holds no article" in refused(tmp_path / "empty")


def test_a_broken_symlink_is_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert "no such file" in refused(tmp_path / "gone.txt")


def test_a_folder_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.txt").write_text(BODY, encoding="utf8")
    (tmp_path / "b" / "bad.txt").write_bytes(b"")
    (tmp_path / "b" / "good.md").write_text(BODY, encoding="utf8")
    (tmp_path / "c.jsonl").write_text(json.dumps({"text": BODY}) + "\n", encoding="utf8")
    found = read(tmp_path)
    assert [type(outcome).__name__ for outcome in found] == ["Article", "ReadFailure", "Article", "Article"]


# --- rows ----------------------------------------------------------------------------------------------------------


def rows(*lines: bytes, **said: object) -> list[Article | ReadFailure]:
    stream = io.BytesIO(b"\n".join(lines))
    return list(articles_from_jsonl(stream, Path("rows.jsonl"), Given(**said), REGISTRY))  # type: ignore[arg-type]


def row(**said: object) -> bytes:
    return json.dumps({"text": BODY, **said}, ensure_ascii=False).encode()


def test_rows_keep_text_ids_and_null_fields() -> None:
    odd = "Un cafe\u0301 \ufb01n, dit-on\u00a0: « Ã©té » — les de\u0301légations se sont vues à la mairie.\r\n"
    (found,) = rows(row(text=odd, id="x-1", published=None, publisher="", lang=None))
    assert isinstance(found, Article)
    assert found.text == odd
    assert (found.given_id, found.published, found.publisher, found.lang) == ("x-1", None, None, "fr")


def test_rows_give_and_the_caller_wins() -> None:
    line = row(id=7, published="2025-03-04T09:00:00Z", publisher="Nord", author="Anne", title="T", lang="fr")
    (found,) = rows(line)
    assert isinstance(found, Article)
    assert (found.given_id, found.published, found.published_basis) == ("7", date(2025, 3, 4), PublishedBasis.GIVEN)
    (won,) = rows(line, publisher="Sud", published=date(2024, 1, 1))
    assert isinstance(won, Article)
    assert (won.publisher, won.published, won.author) == ("Sud", date(2024, 1, 1), "Anne")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "is not JSON"),
        (b'{"text": "\xff"}', "is not JSON"),
        (b'"words"', "is not an object"),
        (row(published="hier"), "published: 'hier' is not a date"),
        (row(published=20250304), "published: 20250304 is not a date"),
        (row(lang="xx"), "'xx' is not a known code"),
        (row(title=["a"]), "title: ['a'] is not a string"),
        (row(text=""), "holds no text"),
        (b'{"text": "a \\ud800 b"}', "which no text holds"),
        (row(url="ftp://a.example/"), "is not an http or https address"),
    ],
)
def test_a_broken_row_is_said_and_passed_over(line: bytes, said: str) -> None:
    first, second, third = rows(row(id="a"), line, row(id="b"))
    assert isinstance(first, Article)
    assert isinstance(third, Article)
    assert isinstance(second, ReadFailure)
    assert second.line == 2
    assert second.message.startswith("rows.jsonl:2: ")
    assert said in second.message


def test_rows_are_read_one_at_a_time() -> None:
    """A stream that never ends is read as far as it is asked for."""

    class Endless(io.RawIOBase):
        asked = 0

        def readline(self, size: int | None = -1) -> bytes:
            self.asked += 1
            return row(id=str(self.asked)) + b"\n"

    stream = Endless()
    outcomes: Iterator[Article | ReadFailure] = articles_from_jsonl(stream, Path("rows"), Given(), REGISTRY)  # type: ignore[arg-type]
    assert [
        outcome.given_id for outcome, _ in zip(outcomes, range(3), strict=False) if isinstance(outcome, Article)
    ] == [
        "1",
        "2",
        "3",
    ]
    assert stream.asked <= 4


def test_a_json_file_of_several(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"articles": [{"text": BODY, "id": "1"}, {"title": "b"}]}), encoding="utf8")
    first, second = read(path)
    assert isinstance(first, Article)
    assert isinstance(second, ReadFailure)
    assert "article 2" in second.message


# --- the founding articles -----------------------------------------------------------------------------------------

SEEDS = Path(__file__).resolve().parent.parent.parent / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the founding articles are not here")
def test_founding_articles() -> None:
    found = {a.title or a.publisher: a for a in read_articles([SEEDS], Given(), REGISTRY) if isinstance(a, Article)}
    assert len(found) == 5
    told = {
        (a.publisher, a.author, str(a.published), a.published_basis.value, a.modified is not None, a.origin)
        for a in found.values()
    }
    opposition = "La voix de l'opposition russe et de la résistance ukrainienne"
    assert told == {
        (opposition, "Alexander Nemets", "2026-02-07", "inferred", True, "Alexander Nemets (kasparovru)"),
        ("Hannibal Genséric", "Larry C. Johnson", "2026-02-05", "text", False, "Larry C. Johnson"),
        (None, None, "None", "unknown", False, None),
        ("AFP", None, "2026-02-04", "text", False, "AFP"),
        (None, "Bodeen", "None", "unknown", False, None),
    }
