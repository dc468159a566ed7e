"""Accounts that run by the clock: entries, each of which begins with a clock time."""

import re

from ingest.document import Document

_ENTRIES = 2  # stamped blocks that make an account one that runs by the clock
_STAMP = re.compile(r"[\W_]*(?:[01]?\d|2[0-3])\s?[:：hHч时時点點]\s?[0-5]\d(?![\d:/.]*\d)")


def stamps(document: Document) -> dict[int, int]:
    """The blocks that begin with a clock time, each with the offset at which that stamp ends; none where a text has
    fewer than two such blocks, for then it does not run by the clock."""
    found: dict[int, int] = {}
    for number, block in enumerate(document.blocks):
        stamp = _STAMP.match(document.text, block.start, block.end)
        if stamp is not None:
            found[number] = stamp.end()
    return found if len(found) >= _ENTRIES else {}
