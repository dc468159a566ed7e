"""Fetching and watching, against a real server that misbehaves: what goes in, what is refused, what the ledger says."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph.collecting import flows
from graph.errors import DataError, FetchError, LaterError
from graph.library import COLLECTION, Put
from graph.model import Article, Extraction
from graph.registry import LANGUAGES, Registry, load_registry
from graph.silence import open_gaps
from ingest.fetch.addresses import Guard, is_public
from ingest.fetch.client import Client, Limits
from ingest.fetch.collect import Collector, Followed
from ingest.fetch.config import feeds_of, known_feeds, read_feeds
from ingest.intake import Intake
from ingest.report import Problem
from tests.newsstand import Stand, newsstand, rss
from tests.programs import ROOT, environment

TALKS = (
    "Vladimir Putin met Xi Jinping in Beijing on Wednesday, and they spoke about gas, ports and the price of wheat. "
    * 3
)
QUICK = Limits(bytes=200_000, seconds=2.0, silence=1.0)


def nothing(article: Article, registry: Registry) -> Extraction:
    return Extraction(article=article, extractor="nothing")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture
def stand() -> Iterator[Stand]:
    with newsstand() as found:
        yield found


@pytest.fixture
def client(stand: Stand) -> Iterator[Client]:
    with Client(Guard(frozenset({stand.host})), every=0, limits=QUICK) as found:
        yield found


@pytest.fixture
def collector(client: Client, registry: Registry, tmp_path: Path) -> Iterator[Collector]:
    with Intake.open(tmp_path / "data", registry, extract=nothing) as intake:
        yield Collector(intake, client)


def ledger(collector: Collector) -> list[tuple[str, str]]:
    lines = collector._intake.library.ledger(COLLECTION)
    return [(line.body["outcome"], line.body["where"].rpartition("/")[2]) for line in lines]


def statuses(results: Iterator[Any]) -> list[str]:
    return [result.status if isinstance(result, Put) else result.message for result in results]


# ------------------------------------------------------------ pages


def test_a_page_goes_in_with_where_its_particulars_come_from(collector: Collector, stand: Stand) -> None:
    stand.page(
        "/talks?utm_source=feed", "Talks in Beijing", TALKS, head='<meta property="og:site_name" content="Stand">'
    )
    result = collector.fetch(f"{stand.base}/talks?utm_source=feed")
    assert isinstance(result, Put)
    assert result.status == "new"
    article = result.article
    assert (article.title, article.publisher, article.lang) == ("Talks in Beijing", "Stand", "en")
    assert str(article.published) == "2026-02-05"
    assert article.published_basis == "page"
    assert article.published_reasons == ("meta article:published_time: 2026-02-05",)
    assert article.url == f"{stand.base}/talks"
    assert ledger(collector) == [("fetched", "talks"), ("new", "talks")]
    assert statuses(iter([collector.fetch(f"{stand.base}/talks?utm_source=feed")])) == ["unchanged"]


def test_a_page_cannot_claim_to_be_of_another_site(collector: Collector, stand: Stand) -> None:
    stand.page("/a", "A", TALKS, head='<link rel="canonical" href="https://www.xinhuanet.com/a">')
    result = collector.fetch(f"{stand.base}/a")
    assert isinstance(result, Put)
    assert result.article.url == f"{stand.base}/a"


def refusals(stand: Stand) -> dict[str, str]:
    """Path -> what is said of it."""
    stand.put("/robots.txt", "User-agent: *\nDisallow: /private\nDisallow: /*.pdf$", "text/plain")
    stand.page("/private/a", "A", TALKS)
    stand.put("/big", b"x" * 300_000)
    stand.answers["/endless"] = lambda handler: handler.forever(b"x" * 10_000, 0.0)
    stand.answers["/slow"] = lambda handler: handler.forever(b"x", 0.2)
    stand.answers["/silent"] = lambda handler: handler.forever(b"", 5.0)
    stand.lead("/loop", "/loop2")
    stand.lead("/loop2", "/loop")
    for number in range(9):
        stand.lead(f"/far{number}", f"/far{number + 1}")
    stand.lead("/metadata", "http://169.254.169.254/latest/meta-data/")
    stand.lead("/localhost", "http://localhost:9/")
    stand.lead("/six", "http://[::1]:9/")
    stand.lead("/mapped", "http://[::ffff:127.0.0.1]:9/")
    stand.lead("/file", "file:///etc/passwd")
    stand.lead("/number", "http://2130706433:9/")
    stand.code("/gone", 410)
    stand.code("/busy", 429, Retry_After="120")
    stand.put("/paper", b"%PDF", "application/pdf")
    stand.put("/empty", "<html><body></body></html>")
    stand.page("/reserved", "A", TALKS, head='<meta name="tdm-reservation" content="1">')
    stand.put("/header", f"<html><body><p>{TALKS}</p></body></html>", **{"tdm-reservation": "1"})
    return {
        "/private/a": "robots.txt does not allow it",
        "/report.pdf": "robots.txt does not allow it",
        "/big": "holds 0 MB, and at most 0.2 are read",
        "/endless": "holds more MB than are read",
        "/slow": "was not there after 2 seconds",
        "/silent": "sent nothing for 1 seconds",
        "/loop": "leads in a circle",
        "/far0": "leads on more than 5 times",
        "/metadata": "leads to 169.254.169.254, which is no address of the public internet",
        "/localhost": "which is no address of the public internet",
        "/six": "leads to ::1, which is no address of the public internet",
        "/mapped": "which is no address of the public internet",
        "/file": "is not an http or https address",
        "/number": "which is no address of the public internet",
        "/gone": "was taken away (410)",
        "/none": "is not there (404)",
        "/busy": "cannot answer now (429), wants to be left alone for 120 seconds",
        "/paper": "is application/pdf, and no page",
        "/empty": "is a page without a main text",
        "/reserved": "reserves text and data mining",
        "/header": "reserves text and data mining",
    }


def test_what_is_refused_is_named_in_one_line_and_is_a_gap(collector: Collector, stand: Stand) -> None:
    for path, words in refusals(stand).items():
        result = collector.fetch(stand.base + path)
        assert isinstance(result, Problem), path
        assert words in result.message, path
        assert "\n" not in result.message
    gaps = open_gaps(collector._intake.library)
    assert {gap.where.removeprefix(stand.base) for gap in gaps} == set(refusals(stand))
    assert stand.asked["/private/a"] == 0
    stand.page("/none", "There now", TALKS)
    assert isinstance(collector.fetch(f"{stand.base}/none"), Put)
    assert len(open_gaps(collector._intake.library)) == len(gaps) - 1


def test_a_redirect_never_reaches_what_is_not_allowed(client: Client, stand: Stand) -> None:
    with newsstand() as inner:
        inner.page("/secret", "Secret", TALKS)
        stand.lead("/a", f"{inner.base}/secret")
        with pytest.raises(FetchError, match="no address of the public internet"):
            client.get(f"{stand.base}/a")
        assert not inner.asked
        with Client(Guard(frozenset({"127.0.0.1"})), every=0) as other:
            assert other.get(f"{stand.base}/a").status == 200


@pytest.mark.parametrize(
    "answers",
    [
        ["10.0.0.7"],
        ["93.184.216.34", "192.168.1.1"],
        ["fe80::1%eth0"],
        ["fd00::1"],
        ["100.64.0.1"],
        ["0.0.0.0"],
        ["nonsense"],
    ],
)
def test_a_name_that_leads_to_a_private_address_is_refused(answers: list[str]) -> None:
    guard = Guard(resolve=lambda host, port: answers)
    with Client(guard, every=0) as client, pytest.raises(FetchError, match="no address of the public internet"):
        client.get("http://news.example/")


def test_what_was_checked_is_what_is_connected_to(stand: Stand) -> None:
    """A name server that says one thing to the check and another to the connection gets no second question."""
    stand.page("/a", "A", TALKS)
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    private = frozenset({f"news.example:{stand.port}"})
    with Client(Guard(private, resolve), every=0) as client:
        assert client.get(f"http://news.example:{stand.port}/a").status == 200
    assert asked == ["news.example"]
    assert stand.headers["/a"][0]["Host"] == f"news.example:{stand.port}"


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "::1", "10.1.2.3", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "ff02::1"],
)
def test_addresses_that_are_not(address: str) -> None:
    assert not is_public(address)


def test_a_host_is_left_alone_between_requests(stand: Stand) -> None:
    slept: list[float] = []
    stand.put("/a", "x")
    with Client(Guard(frozenset({stand.host})), every=7, sleep=slept.append) as client:
        for _ in range(3):
            client.get(f"{stand.base}/a")
        assert [round(seconds) for seconds in slept] == [7, 7]
        client.pace["127.0.0.1"] = 20
        client.get(f"{stand.base}/a")
    assert round(slept[-1]) == 20


def test_a_site_asks_for_a_slower_pace_or_is_broken(collector: Collector, client: Client, stand: Stand) -> None:
    stand.put("/robots.txt", "User-agent: amur\nCrawl-delay: 0.5", "text/plain")
    stand.page("/a", "A", TALKS)
    assert isinstance(collector.fetch(f"{stand.base}/a"), Put)
    assert client.pace == {"127.0.0.1": 0.5}
    with newsstand() as broken, Client(Guard(frozenset({broken.host})), every=0) as other:
        broken.code("/robots.txt", 503)
        result = Collector(collector._intake, other).fetch(f"{broken.base}/a")
        assert isinstance(result, Problem)
        assert "robots.txt cannot be had" in result.message
        assert broken.asked["/a"] == 0


def test_a_whole_site_reserves_mining(collector: Collector, stand: Stand) -> None:
    stand.put("/.well-known/tdmrep.json", '[{"location": "/paid/*", "tdm-reservation": 1}]', "application/json")
    stand.page("/paid/a", "A", TALKS)
    stand.page("/free/a", "A", TALKS + " And more.")
    assert "reserves text" in statuses(iter([collector.fetch(f"{stand.base}/paid/a")]))[0]
    assert statuses(iter([collector.fetch(f"{stand.base}/free/a")])) == ["new"]


# ------------------------------------------------------------ feeds


def test_a_feed_is_followed(collector: Collector, stand: Stand) -> None:
    """New, the same, changed, removed, listed twice."""
    stand.page("/a", "A", TALKS)
    stand.page("/b", "B", TALKS + " The second.")
    feed = f"{stand.base}/feed"
    stand.feed("/feed", [("/a", "A"), ("/b", "B"), ("/a?utm_source=rss", "A again")])
    assert statuses(collector.poll(feed)) == ["new", "new"]
    assert statuses(collector.poll(feed)) == []
    assert stand.asked["/a"] == 1
    stand.page("/a", "A", TALKS + " Corrected.", head='<meta property="article:modified_time" content="2026-02-06">')
    stand.feed("/feed", [("/a", "A, corrected")])
    assert statuses(collector.poll(feed)) == ["new version"]
    assert len(list(collector._intake.library.articles())) == 2  # what is listed no more stays


def test_a_feed_that_is_what_it_was_is_not_read_again(collector: Collector, stand: Stand) -> None:
    stand.page("/a", "A", TALKS)
    stand.feed("/feed", [("/a", "A")], ETag='"1"', **{"Last-Modified": "Thu, 05 Feb 2026 10:00:00 GMT"})
    assert statuses(collector.poll(f"{stand.base}/feed")) == ["new"]
    stand.code("/feed", 304)
    assert statuses(collector.poll(f"{stand.base}/feed")) == []
    assert stand.headers["/feed"][1]["If-None-Match"] == '"1"'
    assert stand.headers["/feed"][1]["If-Modified-Since"] == "Thu, 05 Feb 2026 10:00:00 GMT"
    assert ledger(collector)[-1] == ("not modified", "feed")


def test_a_feed_that_fails_is_left_alone_longer_and_longer(collector: Collector, stand: Stand) -> None:
    feed = f"{stand.base}/feed"
    stand.code("/feed", 429, Retry_After="7200")
    before = datetime.now(UTC)
    assert "wants to be left alone for 7200 seconds" in statuses(collector.poll(feed))[0]
    assert collector.due(feed) - before >= timedelta(hours=2)
    stand.code("/feed", 500)
    waits = []
    for _ in range(12):
        before = datetime.now(UTC)
        list(collector.poll(feed, every=timedelta(minutes=10)))
        waits.append(round((collector.due(feed) - before).total_seconds() / 60))
    assert waits[:3] == [40, 80, 160]
    assert waits[-1] == 24 * 60
    stand.feed("/feed", [])
    list(collector.poll(feed))
    assert Followed.from_json(collector._intake.recall("feed:" + feed)).failures == 0
    assert open_gaps(collector._intake.library) == ()


def test_what_fails_for_now_is_tried_again_and_given_up(collector: Collector, stand: Stand) -> None:
    stand.feed("/feed", [("/a", "A")], ETag='"1"')
    stand.code("/a", 503)
    for _ in range(2):
        assert "cannot answer now" in statuses(collector.poll(f"{stand.base}/feed"))[0]
        assert "If-None-Match" not in stand.headers["/feed"][-1]
    stand.page("/a", "A", TALKS)
    assert statuses(collector.poll(f"{stand.base}/feed")) == ["new"]
    stand.feed("/feed", [("/b", "B")])
    stand.code("/b", 503)
    for _ in range(7):
        list(collector.poll(f"{stand.base}/feed"))
    assert stand.asked["/b"] == 5


def test_broken_feeds(collector: Collector, stand: Stand) -> None:
    stand.page("/a", "A", TALKS)
    link = f"<item><title>A</title><link>{stand.base}/a</link></item>"
    stand.put("/cut", f'<rss version="2.0"><channel>{link}<item><title>B', "text/xml")
    found = statuses(collector.poll(f"{stand.base}/cut"))
    assert "is broken XML" in found[0]
    assert found[1].endswith("an entry leads nowhere (it has no address)")
    assert found[2:] == ["new"]
    stand.put("/none", "<html><body>No feed</body></html>")
    assert "holds no feed that can be read" in statuses(collector.poll(f"{stand.base}/none"))[0]
    stand.put(
        "/bad", f'<rss version="2.0"><channel><item><link>javascript:1</link></item>{link}</channel></rss>', "text/xml"
    )
    found = statuses(collector.poll(f"{stand.base}/bad"))
    assert "an entry leads nowhere" in found[0]
    assert found[1:] == ["unchanged"]


def test_a_feed_in_another_encoding_than_it_says(collector: Collector, stand: Stand) -> None:
    words = "Владимир Путин встретился с Си Цзиньпином в Пекине, сообщил Кремль. " * 4
    stand.page("/ru", "Встреча", words, lang="ru")
    item = f"<item><title>Встреча</title><link>{stand.base}/ru</link></item>"
    feed = '<?xml version="1.0" encoding="utf-8"?>' + rss(f"<title>Река</title>{item}")
    stand.put("/feed", feed.encode("windows-1251"), "text/xml; charset=utf-8")
    found = statuses(collector.poll(f"{stand.base}/feed"))
    assert found[-1] == "new"


def test_a_feed_with_too_many_entries(collector: Collector, stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.fetch.feeds.MOST_ENTRIES", 3)
    stand.put("/robots.txt", "User-agent: *\nDisallow: /n", "text/plain")
    stand.feed("/feed", [(f"/n{number}", "N") for number in range(2_000)])
    found = statuses(collector.poll(f"{stand.base}/feed"))
    assert "lists 2,000 entries, and the first 3 are taken" in found[0]
    assert len(found) == 4
    stand.put("/huge", b"<rss>" + b"<item/>" * 1_000_000, "text/xml")
    assert "holds 7 MB, and at most 5 are read" in statuses(collector.poll(f"{stand.base}/huge"))[0]


def test_the_feed_dates_what_its_page_does_not(collector: Collector, stand: Stand) -> None:
    stand.page("/a", "A", TALKS, day="")
    dated = f"<item><link>{stand.base}/a</link><pubDate>Thu, 05 Feb 2026 23:30:00 +0300</pubDate></item>"
    stand.put("/feed", rss(dated), "text/xml")
    (result,) = collector.poll(f"{stand.base}/feed")
    assert isinstance(result, Put)
    assert str(result.article.published) == "2026-02-05"
    assert result.article.published_reasons == ("the feed says so",)


# ------------------------------------------------------------ commands, ledger


def test_the_commands(stand: Stand, tmp_path: Path) -> None:
    import subprocess
    import sys

    stand.page("/a", "A", TALKS)
    stand.page("/school", "School", "The mayor opened a school by the lake, and the children sang for an hour. " * 4)
    stand.feed("/feed", [("/a", "A"), ("/school", "School")])
    settings = {"AMUR_FETCH_PRIVATE": stand.host, "AMUR_FETCH_SECONDS": "0"}

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "api.cli", "--data", str(tmp_path / "data"), *words]
        return subprocess.run(
            command, capture_output=True, text=True, cwd=ROOT, env=environment(**settings), timeout=120, check=False
        )

    done = run("watch", f"{stand.base}/feed", "--once")
    assert done.stdout == "1 article: 1 new, 1 out of scope (--all takes them in)\n", done.stderr
    done = run("fetch", f"{stand.base}/a", f"{stand.base}/none")
    assert done.stdout == "1 article: 1 unchanged, 1 failed\n"
    assert done.stderr == f"amur: {stand.base}/none: is not there (404); check the address\n"
    assert done.returncode == 1
    assert "nothing to watch" in run("watch", "--once").stderr


def test_a_file_of_feeds(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text('[[feed]]\nurl = "https://a.example/feed"\npublisher = "A"\nlang = "fr"\nminutes = 60\n')
    (feed,) = read_feeds(path)
    assert (feed.url, feed.given.publisher, feed.given.lang) == ("https://a.example/feed", "A", "fr")
    assert feed.every == timedelta(hours=1)
    for content, message in (
        ("", "give [[feed]]"),
        ("[[feed]]\nurl = 'ftp://a'", "feed 1: 'ftp://a' is not an http"),
        ("[[feed]]\nurl = 'https://a.example'\nminutes = 0", "give 1 to 1440"),
        ("[[feed]]\nurl = 'https://a.example'\nx = 0", "has a url"),
    ):
        path.write_text(content)
        with pytest.raises(DataError) as refused:
            read_feeds(path)
        assert message in str(refused.value)


def test_known_feeds_are_of_known_sources(registry: Registry) -> None:
    """They are unverified; at least each is on its source's own site, and in a language that is read."""
    for id, feeds in known_feeds(registry).items():
        for feed in feeds:
            assert feed.given.lang in LANGUAGES
            home = feed.url.replace("feeds.bbci.co.uk", "feeds.bbc.co.uk")  # which carries nothing but BBC feeds
            assert registry.resolve_source(None, home).id == id, feed.url
            assert registry.resolve_source(feed.given.publisher, None).id == id
    assert {feed.given.lang for feed in feeds_of(["rfi"], registry)} == set(LANGUAGES)
    with pytest.raises(DataError, match="no feed of 'river-gazette' is known; those of al-jazeera,"):
        feeds_of(["tass", "river-gazette"], registry)


def test_who_dries_up_is_said(registry: Registry, tmp_path: Path) -> None:
    now = datetime(2026, 2, 28, tzinfo=UTC)
    with Intake.open(tmp_path, registry, extract=nothing) as intake:
        for age in range(8, 35):
            for source, lang in (("Q1", "fr"), ("Q2", "en")):
                body = {"outcome": "new", "where": f"{source}/{age}", "published": None, "lang": lang}
                intake.library.add_ledger(COLLECTION, body, subject=source, at=now - timedelta(days=age))
        for age in range(6):
            body = {"outcome": "out of scope", "where": f"Q2/{age}", "published": None, "lang": "en"}
            intake.library.add_ledger(COLLECTION, body, subject="Q2", at=now - timedelta(days=age))
        found = {(flow.kind, flow.key): (flow.recent, flow.usual, flow.dry) for flow in flows(intake.library, now)}
    assert found == {
        ("lang", "fr"): (0, 6.75, True),
        ("lang", "en"): (6, 6.75, False),
        ("source", "Q1"): (0, 6.75, True),
        ("source", "Q2"): (6, 6.75, False),
    }


def test_nobody_there(registry: Registry) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        port = taken.getsockname()[1]
        with Client(Guard(frozenset({"*"})), every=0) as client, pytest.raises(LaterError, match="cannot be fetched"):
            client.get(f"http://127.0.0.1:{port}/")
