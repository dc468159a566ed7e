"""Accept headers: which of the offered media types the client likes best (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence


def parse_accept(header: str) -> list[tuple[str, float]]:
    """The media ranges of an Accept header with their q-values, lower-cased. What is malformed counts as q=0."""
    ranges: list[tuple[str, float]] = []
    for part in header.split(","):
        name, *parameters = (piece.strip() for piece in part.lower().split(";"))
        if "/" not in name:
            continue
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        ranges.append((name, quality))
    return ranges


def quality_of(offer: str, ranges: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """(q, how exact) of an offered type: the most specific range that covers it decides."""
    best = (0.0, -1)
    major = offer.partition("/")[0]
    for name, quality in ranges:
        exact = 2 if name == offer else 1 if name == major + "/*" else 0 if name == "*/*" else -1
        if exact > best[1]:
            best = (quality, exact)
    return best


def choose(header: str | None, offers: Sequence[str]) -> str | None:
    """The offered type the client likes best; at equal liking a type it named beats a wildcard, then the order of
    `offers` decides. None where it accepts none of them. No header means anything goes."""
    ranges = parse_accept(header or "*/*")
    if not ranges:
        return offers[0]
    scored = [(quality_of(offer, ranges), -index) for index, offer in enumerate(offers)]
    (quality, _), index = max(scored)
    return offers[-index] if quality > 0 else None


def parse_accept_language(header: str) -> list[str]:
    """The language tags of an Accept-Language header, lower-cased, the best liked first; those of q=0 are left out."""
    liked: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.lower().split(",")):
        tag, _, weight = part.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            quality = 0.0
        if tag.strip() and quality > 0:
            liked.append((-quality, place, tag.strip()))
    return [tag for _, _, tag in sorted(liked)]
