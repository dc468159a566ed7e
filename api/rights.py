"""What a service may show of texts that are not its own (`graph.rights` is the policy), and under which words."""

from urllib.parse import urlsplit

from api.settings import Settings
from graph.registry import Registry
from graph.rights import Policy, cut

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
NOTE = (
    "Vocabulary and registry: CC0 1.0. Quoted words remain those of their publishers and are given as short "
    "quotations; an own-words digest is marked so. To cite: the address of the answer, with its data version."
)
LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))


def policy(settings: Settings, registry: Registry) -> Policy:
    """What a service with these settings may show: all to this machine alone, else what is free, and quotations.

    A service that listens on loopback behind a proxy is public as soon as it is told under which address.
    """
    public = urlsplit(settings.public_url).hostname if settings.public_url else None
    private = settings.host in LOOPBACK and public in (None, *LOOPBACK)
    return Policy(registry=registry, private=private)


def quoted(words: str, whole: bool = False) -> str:
    """The words on one line, as a short quotation unless all may be shown."""
    return cut(" ".join(words.split()), whole)
