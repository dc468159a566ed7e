"""Twelve layouts of a news page, each rendered in four languages from `data/read/stories.toml`.

A layout returns the page's bytes with what a careful reader would take from it: the main text, the day of publication
(None where the page has none of its own), author, publisher.
"""

import html
import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

STORIES = tomllib.loads((Path(__file__).parent / "data" / "read" / "stories.toml").read_text(encoding="utf8"))
Story = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Page:
    data: bytes
    text: str
    published: date | None
    modified: date | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None


def e(words: str) -> str:
    return html.escape(words, quote=True)


def day_words(story: Story, day: date) -> str:
    return story["date"].format(d=day.day, month=story["months"][day.month - 1], y=day.year)


def paragraphs(story: Story, start: int = 0, end: int = 6) -> list[str]:
    return story["paragraphs"][start:end]


def ps(texts: list[str]) -> str:
    return "\n".join(f"<p>{e(text)}</p>" for text in texts)


def ld(content: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(content, ensure_ascii=False)}</script>'


def teasers(story: Story, day: date, tag: str = "li") -> str:
    """Other articles, each with a day of its own, before and after the page's."""
    return "".join(
        f'<{tag} class="teaser"><a href="/a/{n}"><h3>{e(title)}</h3></a>'
        f'<time datetime="{day + timedelta(days=3 * n - 7)}T08:00:00+03:00">'
        f"{day_words(story, day + timedelta(days=3 * n - 7))}</time></{tag}>"
        for n, title in enumerate(story["related"], 1)
    )


def frame(story: Story, lang: str, head: str, body: str, *, attributes: str = "", footer_year: int = 2026) -> str:
    menu = "".join(f'<li><a href="/{n}">{e(words)}</a></li>' for n, words in enumerate(story["related"][:4]))
    return (
        f'<!DOCTYPE html><html lang="{lang}"{attributes}><head><meta charset="utf-8">{head}</head><body>'
        f'<header class="site"><a href="/">{e(story["site"])}</a><nav><ul>{menu}</ul></nav></header>'
        f"{body}"
        f"<footer><p>© {footer_year} {e(story['site'])}. {e(story['copyright'])}</p></footer></body></html>"
    )


def news_article(story: Story, published: str, **more: object) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story["title"],
        "datePublished": published,
        "author": [{"@type": "Person", "name": story["author"]}],
        "publisher": {"@type": "Organization", "name": story["site"]},
        **more,
    }


def paywall(story: Story, lang: str) -> Page:
    day = date(2025, 3, 6)
    data = news_article(story, f"{day}T10:30:00+03:00", isAccessibleForFree=False, dateModified=f"{day}T12:00:00+03:00")
    body = (
        f'<main><article class="article"><h1>{e(story["title"])}</h1>'
        f'<p class="meta">{e(story["by"].format(author=story["author"]))}</p>'
        f'<div class="article__body">{ps(paragraphs(story, 0, 3))}</div>'
        f'<div class="paywall"><p>{e(story["paywall"])}</p><a href="/s">{e(story["paywall"])}</a></div></article>'
        f'<aside class="related"><ul>{teasers(story, day)}</ul></aside></main>'
    )
    page = frame(story, lang, f"<title>{e(story['title'])} | {e(story['site'])}</title>{ld(data)}", body)
    return Page(
        data=page.encode(),
        text="\n".join(paragraphs(story, 0, 3)),
        published=day,
        modified=day,
        publisher=story["site"],
        author=story["author"],
    )


def live_blog(story: Story, lang: str) -> Page:
    day = date(2025, 3, 7)
    texts = paragraphs(story)
    updates = [
        {"@type": "BlogPosting", "headline": text[:20], "datePublished": f"{day + timedelta(days=n)}T09:0{n}:00+03:00"}
        for n, text in enumerate(texts[1:])
    ]
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": story["site"]},
            {
                **news_article(
                    story, f"{day}T06:00:00+03:00", dateModified=f"{day + timedelta(days=4)}T20:00:00+03:00"
                ),
                "@type": "LiveBlogPosting",
                "liveBlogUpdate": updates,
            },
        ],
    }
    blocks = "".join(
        f'<section class="live-update" id="u{n}"><header><time datetime="{day + timedelta(days=n)}T09:0{n}:00+03:00">'
        f"09:0{n}</time></header><div class='live-update__text'><p>{e(text)}</p></div></section>"
        for n, text in enumerate(texts[1:])
    )
    body = (
        f'<main><article class="live"><h1>{e(story["title"])}</h1><p class="chapo">{e(texts[0])}</p>'
        f'<div class="live-feed">{blocks}</div></article></main>'
    )
    page = frame(story, lang, ld(data), body)
    return Page(
        data=page.encode(),
        text="\n".join(texts),
        published=day,
        modified=day + timedelta(days=4),
        publisher=story["site"],
        author=story["author"],
    )


def amid_a_list(story: Story, lang: str) -> Page:
    """The article stands first in a stream of others; its day is in a <time> beside its heading alone."""
    day = date(2025, 4, 3)
    body = (
        f'<div class="stream"><article class="post post--open"><h1>{e(story["title"])}</h1>'
        f'<div class="info"><time datetime="{day}T10:30:00+08:00">{e(day_words(story, day))}</time> '
        f'<span rel="author">{e(story["author"])}</span></div>{ps(paragraphs(story))}</article>'
        f"<h2>{e(story['read_also'])}</h2>{teasers(story, day, 'article')}</div>"
    )
    head = f'<meta property="og:site_name" content="{e(story["site"])}"><title>{e(story["title"])}</title>'
    page = frame(story, lang, head, body)
    return Page(
        data=page.encode(),
        text="\n".join(paragraphs(story)),
        published=day,
        publisher=story["site"],
        author=story["author"],
    )


def amp(story: Story, lang: str) -> Page:
    """The time is in UTC, late in the evening: where the page was written it is the day after, as the page shows."""
    day = date(2025, 4, 10)
    url = f"https://{story['host']}/world/market"
    data = news_article(story, f"{day - timedelta(days=1)}T22:45:00Z", mainEntityOfPage=url)
    head = (
        f'<script async src="https://cdn.example/v0.js"></script><title>{e(story["title"])}</title>'
        f'<link rel="canonical" href="{url}?utm_source=amp">'
        "<style amp-boilerplate>body{-webkit-animation:-amp-start 8s steps(1,end) 0s 1 normal both}</style>" + ld(data)
    )
    body = (
        '<amp-sidebar id="s" layout="nodisplay"><ul><li>Menu</li></ul></amp-sidebar><article class="amp-article">'
        f'<header><h1>{e(story["title"])}</h1><p class="date">'
        f"{e(story['published_on'].format(date=day_words(story, day)))}"
        '</p></header><amp-img src="/i.jpg" width="640" height="360" layout="responsive"></amp-img>'
        f'<div class="amp-content">{ps(paragraphs(story))}</div><amp-ad width="300" height="250" type="x"></amp-ad>'
        "</article>"
    )
    page = frame(story, lang, head, body, attributes=" amp")
    return Page(
        data=page.encode(),
        text="\n".join(paragraphs(story)),
        published=day,
        publisher=story["site"],
        author=story["author"],
        url=url,
    )


def gallery(story: Story, lang: str) -> Page:
    day = date(2025, 5, 2)
    texts = paragraphs(story)
    slides = "".join(
        f'<div class="slide"><img src="/{n}.jpg" alt="{n}"><p class="slide-text">{e(text)}</p>'
        f'<span class="credit">Photo: {e(story["site"])}</span></div>'
        for n, text in enumerate(texts[1:], 1)
    )
    head = (
        f'<meta property="article:published_time" content="{day}T11:00:00+08:00">'
        f'<meta property="og:title" content="{e(story["title"])} - {e(story["site"])}">'
        f'<meta property="og:site_name" content="{e(story["site"])}">'
        f'<meta name="author" content="{e(story["author"])}">'
    )
    body = (
        f'<main class="gallery"><h1>{e(story["title"])}</h1><p class="intro">{e(texts[0])}</p>'
        f'<div class="slides">{slides}</div><div class="share"><a href="#">{e(story["share"])}</a></div></main>'
    )
    return Page(
        data=frame(story, lang, head, body).encode(),
        text="\n".join(texts),
        published=day,
        publisher=story["site"],
        author=story["author"],
    )


def agency_copy(story: Story, lang: str) -> Page:
    """A wire text: the dateline leaves the year out, the address has it."""
    day = date(2025, 5, 18)
    url = f"https://{story['host']}/{day:%Y%m%d}/c{len(lang)}a8/index.html"
    first = story["dateline"].format(place=story["place"], d=day.day, month=story["months"][day.month - 1])
    texts = paragraphs(story, 0, 4)
    texts[0] = first + texts[0]
    head = f'<link rel="canonical" href="{url}"><meta property="og:site_name" content="{e(story["site"])}">'
    body = (
        f'<div id="content"><h1>{e(story["title"])}</h1><div class="text">{ps(texts)}</div>'
        f'<div class="tools"><a href="#">{e(story["share"])}</a></div></div>'
        f'<div class="sidebar"><ul>{teasers(story, day)}</ul></div>'
    )
    page = frame(story, lang, head, body)
    return Page(data=page.encode(), text="\n".join(texts), published=day, publisher=story["site"], url=url)


def old_portal(story: Story, lang: str) -> Page:
    """Tables, line breaks for paragraphs, an encoding of its country, no metadata: the day stands under the heading."""
    day = date(2015, 9, 3)
    rows = "".join(f'<tr><td><a href="/{n}.htm">{e(title)}</a></td></tr>' for n, title in enumerate(story["related"]))
    page = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={story["encoding"]}">'
        f"<title>{e(story['title'])}_{e(story['site'])}</title></head><body><table width=980><tr><td width=180>"
        f"<table>{rows}</table></td><td width=800><h1>{e(story['title'])}</h1>"
        f"<div align=center>{e(story['published_on'].format(date=day_words(story, day)))}</div>"
        f'<div class="TRS_Editor">{"<br><br>".join(e(text) for text in paragraphs(story))}</div>'
        f"</td></tr></table></body></html>"
    )
    return Page(
        data=page.encode(story["encoding"], errors="xmlcharrefreplace"),
        text="\n".join(paragraphs(story)),
        published=day,
    )


def blog(story: Story, lang: str) -> Page:
    """Comments with days of their own, an archive of months, a byline with the date."""
    day = date(2024, 11, 21)
    notes = "".join(
        f'<li class="comment"><cite>lecteur{n}</cite> <time datetime="{day + timedelta(days=n)}T10:00">'
        f"{day_words(story, day + timedelta(days=n))}</time><p>{e(words)}</p></li>"
        for n, words in enumerate(story["comments"], 1)
    )
    months = "".join(f'<li><a href="/2023/{n:02}/">{words} 2023</a></li>' for n, words in enumerate(story["months"], 1))
    body = (
        f'<div class="hfeed"><div class="post hentry"><h1 class="entry-title">{e(story["title"])}</h1>'
        f'<div class="entry-meta">{e(story["published_on"].format(date=day_words(story, day)))}</div>'
        f'<div class="entry-content">{ps(paragraphs(story))}</div></div>'
        f'<div id="comments"><h3>2</h3><ol>{notes}</ol></div></div>'
        f'<div id="sidebar" class="widget"><ul class="archives">{months}</ul></div>'
    )
    head = f'<meta property="og:site_name" content="{e(story["site"])}">'
    page = frame(story, lang, head, body)
    return Page(data=page.encode(), text="\n".join(paragraphs(story)), published=day, publisher=story["site"])


def divisions(story: Story, lang: str) -> Page:
    """No <p> at all; the date in an unusual meta element; the JSON-LD is broken."""
    day = date(2026, 2, 4)
    head = (
        f'<meta name="publishdate" content="{day:%Y%m%d}">'
        f'<script type="application/ld+json">{{"@type": "NewsArt</script>'
        f"<title>{e(story['title'])} — {e(story['site'])}</title>"
    )
    texts = "".join(f'<div class="b-text__block">{e(text)}</div>' for text in paragraphs(story))
    body = (
        f'<div class="layout"><div class="b-article"><h1>{e(story["title"])}</h1>'
        f'<div class="b-text">{texts}</div></div>'
        f'<div class="b-others"><ul>{teasers(story, day)}</ul></div></div>'
    )
    return Page(data=frame(story, lang, head, body).encode(), text="\n".join(paragraphs(story)), published=day)


def undated(story: Story, lang: str) -> Page:
    """No day of its own: only other articles', a copyright year, and a day that the text tells of."""
    told = f" ({day_words(story, date(2019, 8, 5))})"
    texts = [*paragraphs(story, 0, 5), paragraphs(story)[5] + told]
    body = (
        f'<main><h1>{e(story["title"])}</h1><div class="text">{ps(texts)}</div>'
        f"<section class='more'><h2>{e(story['read_also'])}</h2><ul>"
        f"{teasers(story, date(2025, 6, 1))}</ul></section></main>"
    )
    page = frame(story, lang, f"<title>{e(story['title'])}</title>", body, footer_year=2025)
    return Page(data=page.encode(), text="\n".join(texts), published=None)


def boxes(story: Story, lang: str) -> Page:
    """Boxes between the paragraphs, as news sites have them: letters, other articles, pictures, a quotation, a list."""
    day = date(2025, 9, 9)
    texts = paragraphs(story)
    other = [f'<a href="/{n}">{e(title)}</a>' for n, title in enumerate(story["related"])]
    body = (
        f'<div class="wrap"><div class="crumbs"><a href="/">{e(story["site"])}</a> › '
        f'<a href="/w">{e(story["section"])}</a></div><article><h1>{e(story["title"])}</h1>'
        f'<div class="byline">{e(story["by"].format(author=story["author"]))}</div>'
        f'<ul class="share-bar"><li><a href="#f">{e(story["share"])}</a></li></ul>'
        f'<figure><img src="/1.jpg"><figcaption>{e(story["related"][5])} ({e(story["site"])})</figcaption></figure>'
        f"<p><strong>{e(texts[0])}</strong></p><p>{e(texts[1])}</p>"
        f'<div class="also"><p>{e(story["read_also"])}: {other[0]}</p></div>'
        f"<h2>{e(story['place'])}</h2><blockquote><p>{e(texts[2])}</p></blockquote>"
        f'<div class="newsletter"><form><p>{e(story["paywall"])}</p><input name="mail"><button>OK</button></form></div>'
        f"<ul><li>{e(texts[3])}</li><li>{e(texts[4])}</li></ul>"
        f'<p>{e(texts[5])}</p><p class="tags"><a href="/t/1">{e(story["section"])}</a></p></article>'
        f'<div class="next"><h2>{e(story["read_also"])}</h2>'
        f"{''.join(f'<div>{link}</div>' for link in other)}</div></div>"
    )
    head = (
        f'<meta property="og:site_name" content="{e(story["site"])}">'
        f'<meta itemprop="datePublished" content="{day}T10:30:00+08:00"><title>{e(story["title"])}</title>'
    )
    return Page(
        data=frame(story, lang, head, body).encode(),
        text="\n".join([*texts[:2], story["place"], *texts[2:]]),
        published=day,
        publisher=story["site"],
        author=story["author"],
    )


def in_pages(story: Story, lang: str) -> Page:
    """Ideographic blanks before paragraphs, an editor's line, links to the next page, the day after its label."""
    day = date(2025, 12, 1)
    texts = "".join(f"<p>\u3000\u3000{e(text)}</p>" for text in paragraphs(story))
    body = (
        f'<div class="main"><div class="title"><h1>{e(story["title"])}</h1><div class="source">'
        f"{e(story['published_on'].format(date=day_words(story, day)))}</div></div>"
        f'<div class="left_zw">{texts}<p align="right">({e(story["by"].format(author=story["author"]))})</p></div>'
        '<div class="pages"><a href="/2">1</a> <a href="/2">2</a> <a href="/2">&gt;</a></div>'
        f'<div class="hot"><dl>{"".join(f"<dd><a href=/{n}>{e(t)}</a></dd>" for n, t in enumerate(story["related"]))}'
        "</dl></div></div>"
    )
    page = frame(story, lang, f"<title>{e(story['title'])}_{e(story['section'])}_{e(story['site'])}</title>", body)
    return Page(data=page.encode(), text="\n".join(paragraphs(story)), published=day)


LAYOUTS: dict[str, Callable[[Story, str], Page]] = {
    "paywall": paywall,
    "live blog": live_blog,
    "amid a list": amid_a_list,
    "amp": amp,
    "gallery": gallery,
    "agency copy": agency_copy,
    "old portal": old_portal,
    "blog": blog,
    "divisions": divisions,
    "undated": undated,
    "boxes": boxes,
    "in pages": in_pages,
}
PAGES = {(layout, lang): render(STORIES[lang], lang) for layout, render in LAYOUTS.items() for lang in STORIES}
