"""The steps in order: an article goes in, claims come out. A pure function of article, registry and rules."""

from graph.model import Article, Extraction
from graph.registry import Registry
from ingest.document import Document

EXTRACTOR = "amur-rules 0.1"
SUPPORTED = ("fr", "en", "ru", "zh")


def extract(article: Article, registry: Registry) -> Extraction:
    """Read the claims of an article. Offsets are code points into `article.text`.

    A language that is not supported yields no claims; its article is stored and counted as unread.
    """
    from ingest import actors, sentences
    from ingest.dating_article import dated
    from ingest.events import find_claims
    from ingest.stance import find_stances
    from ingest.times import step as times

    if article.lang not in SUPPORTED:
        return Extraction(article=article, extractor=EXTRACTOR)
    article = dated(article, registry)
    document = Document(article=article)
    document = sentences.annotate(document, registry)
    document = times.annotate(document)
    document = actors.annotate(document, registry)
    claims, told, cuts = find_claims(document, registry)
    return Extraction(
        article=article,
        times=document.times,
        claims=claims,
        stances=find_stances(document, claims, registry, told),
        local_actors=document.local_actors,
        extractor=EXTRACTOR,
        cuts=document.cuts + cuts,
    )
