"""How the words of articles are written into the index, and names into the record."""

import re
from urllib.parse import urlsplit

from graph.model import Article

# Scripts without spaces between words: each character is a token, a word is a phrase of them.
UNSPACED = re.compile(r"([\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
TERM = re.compile(r'"([^"]*)"|(\S+)')


def written_name(article: Article) -> str:
    """The publisher as written, else the host of the address; empty where there is neither."""
    if article.publisher and article.publisher.strip():
        return article.publisher.strip()
    try:
        host = urlsplit(article.url).hostname if article.url else None
    except ValueError:  # an address without a usable host
        return ""
    return (host or "").removeprefix("www.")


def spaced(text: str) -> str:
    """The text with each character of a script without spaces set apart."""
    return UNSPACED.sub(r" \1 ", text)


def phrase(words: str) -> str:
    """Words as the index holds them, without marks."""
    return " ".join(spaced(re.sub(r"[^\w\s]", " ", words)).split())


def words_of(article: Article) -> tuple[str, str]:
    """(title, text) as they are indexed."""
    return spaced(article.title or ""), spaced(article.text)
