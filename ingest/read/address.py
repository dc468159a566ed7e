"""Addresses: one spelling for one page, and the date that some of them bear."""

import re
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from graph.errors import ReadError

_PORTS = {"http": 80, "https": 443}
# Parameters that say how a reader came, never which page it is.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|yclid|ysclid|msclkid|igshid|mc_[ce]id|_openstat|at_(?:medium|campaign)"
)
_YEAR = r"(?P<y>19[89]\d|20\d\d)"
_MONTH = r"(?P<m>0[1-9]|1[0-2])"
_DAY = r"(?P<d>0[1-9]|[12]\d|3[01])"
_DATED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"/{_YEAR}/{_MONTH}/{_DAY}(?=[/_-]|$)",
        rf"/{_YEAR}-{_MONTH}[-/]{_DAY}(?=\D|$)",
        rf"/{_YEAR}/{_MONTH}{_DAY}(?=/)",
        rf"(?:/|/[a-z]|[_-]t?){_YEAR}{_MONTH}{_DAY}(?=[/_.-]|$)",
    )
)
_YEARS = re.compile(rf"/{_YEAR}(?:[/-]?{_MONTH})?(?=[/-])")


def canonical_url(url: str) -> str:
    """The address without fragment, tracking parameters, default port and closing slash, its host in lower case.

    A bare host keeps its slash. Other parameters stay in their order. Raises ReadError where it is not an http(s)
    address, since it is shown as a link later.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise ReadError(f"{url!r} is not an address: {error}; write https://… or leave it out") from error
    if parts.scheme.lower() not in _PORTS or not parts.hostname or re.search(r"\s", url.strip()):
        raise ReadError(f"{url!r} is not an http or https address; write https://… or leave it out")
    scheme = parts.scheme.lower()
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.lower()
    if port and port != _PORTS[scheme]:
        host += f":{port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if not _TRACKING.fullmatch(key.lower())]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((scheme, host, parts.path.rstrip("/") or "/", query, ""))


def same_site(one: str | None, other: str) -> bool:
    """Whether two addresses are of one site: one host, or the one below the other ("www.", "m.", "amp.")."""
    hosts = [urlsplit(url or "").hostname or "" for url in (one, other)]
    short, long = sorted((host.removeprefix("www.") for host in hosts), key=len)
    return bool(short) and (short == long or ("." in short and long.endswith("." + short)))


def date_in_address(url: str | None) -> date | None:
    """The full date that the address's path bears (/2026/02/04/, /20260204/, /2026/0204/, t20260204_…), or None."""
    path = urlsplit(url).path if url else ""
    for pattern in _DATED:
        for match in pattern.finditer(path):
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:  # 31 February: a number that only looks like a date
                continue
    return None


def year_in_address(url: str | None) -> tuple[int, int | None] | None:
    """(year, month or None) of a path such as /2026/02/news/…, or None."""
    match = _YEARS.search(urlsplit(url).path) if url else None
    return (int(match["y"]), int(match["m"]) if match["m"] else None) if match else None


def host_label(url: str) -> str:
    """The telling part of a host: "kasparovru" of www.kasparovru.com, "lemonde" of blogs.lemonde.fr."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    parts = host.split(".")
    if len(parts) < 2:
        return host
    # "example.co.uk", "people.com.cn": the last but one is a category, not a name
    return parts[-3] if len(parts) > 2 and parts[-2] in {"co", "com", "org", "net", "gov", "ac", "edu"} else parts[-2]
