"""What may leave the machine, and under which words: one place for every format."""

from graph.model import Article

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
NOTE = (
    "Vocabulary and registry: CC0 1.0. Quoted words remain those of their publishers and are given as short "
    "quotations; an own-words digest is marked so. To cite: the address of the answer, with its data version."
)
OPEN_RIGHTS = frozenset(("public domain", "CC0", "CC BY", "CC BY-SA", "open"))
LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))
QUOTED = 300  # characters of a quotation from a text that may not be shown whole


def may_show(article: Article, host: str) -> bool:
    """Whether the full text may leave the machine: our own digests and what is marked free, else on loopback."""
    return article.rendition or article.rights in OPEN_RIGHTS or host in LOOPBACK


def quoted(words: str, whole: bool = False) -> str:
    """The words on one line, as a short quotation unless all may be shown."""
    line = " ".join(words.split())
    return line if whole or len(line) <= QUOTED else line[: QUOTED - 1].rstrip() + "…"
