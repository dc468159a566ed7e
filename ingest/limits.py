"""How much is read of one article: what a text without end could make quadratic is bounded, and what is beyond is said.

A sentence of real articles has up to some 170 tokens, a long article some hundred claims; the limits are far above
both, so that only what no reader would call a sentence, or an article, meets them.
"""

MOST_TOKENS = 1000  # of a sentence; a longer one is read in pieces, each as a sentence of its own
MOST_CLAIMS = 2000  # of an article; the sentences behind those that told as many are not read

IN_PIECES = "{count:,} sentence(s) of more than {most:,} words are read in pieces: what one says across two is lost"
UNREAD = "more than {most:,} claims: the last {count:,} of {total:,} sentences are not read"
