"""Small articles in four languages, in our own words, with what an extractor should read out of them, made by hand."""

from datetime import date

from graph.model import (
    Article,
    Certainty,
    Claim,
    EventType,
    Extraction,
    Family,
    LocalActor,
    Participant,
    PlaceRef,
    Polarity,
    PublishedBasis,
    Quantity,
    Role,
    Span,
    Stance,
    StanceValue,
    Tense,
    Voice,
    claim_id,
    identify,
)
from graph.registry import load_registry
from graph.when import Basis, Kind, Precision, When
from tests.gold_claims import DEV, gold_claims

PUTIN, XI, TRUMP = ("Q7747", "Vladimir Putin"), ("Q15031", "Xi Jinping"), ("Q22686", "Donald Trump")
FEB4 = date(2026, 2, 4)


def when(start: date, end: date | None = None, *, kind: Kind = Kind.THROUGHOUT, words: str = "") -> When:
    """An interval; a day where there is no end."""
    last = end or start
    precision = Precision.DAY if start == last else Precision.MONTH
    edtf = start.isoformat() if start == last else f"{start}/{last}"
    return When(start=start, end=last, kind=kind, precision=precision, edtf=edtf, basis=Basis.RELATIVE, words=words)


def article(text: str, *, lang: str, source: str, published: date | None = FEB4, **more: object) -> Article:
    """An article, identified."""
    url, title = more.get("url"), more.get("title")
    assert url is None or isinstance(url, str)
    assert title is None or isinstance(title, str)
    id, work = identify(source=source, text=text, url=url, title=title, published=published)
    basis = PublishedBasis.GIVEN if published else PublishedBasis.UNKNOWN
    fields = {"published_basis": basis, **more}
    return Article(id=id, work=work, text=text, lang=lang, source=source, published=published, **fields)  # type: ignore[arg-type]


def span(text: str, words: str) -> Span:
    """Where the words first stand."""
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def claim(
    art: Article,
    sentence: str,
    trigger: str,
    *,
    kind: EventType = EventType.CONSULT,
    family: Family = Family.CONTACT,
    actors: tuple[tuple[str, str, Role, str], ...] = (),
    voices: tuple[tuple[str, str, str], ...] = (),
    **more: object,
) -> Claim:
    """A claim; actors are (id, name, role, words), voices (id, name, words), one link each."""
    whole, mark = span(art.text, sentence), span(art.text, trigger)

    def at(words: str) -> dict[str, int]:
        found = span(art.text, words)
        return {"start": found.start, "end": found.end}

    parts = tuple(Participant(id=i, name=n, role=r, **at(w)) for i, n, r, w in actors)
    chain = tuple((Voice(id=i, name=n, cue="", **at(w)),) for i, n, w in voices)
    return Claim(
        id=claim_id(art.id, mark, 0), article=art.id, start=whole.start, end=whole.end, trigger=mark,
        evidence=(whole,), type=kind, family=family, actors=parts, attribution=chain, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def call_in_french() -> Extraction:
    """An own-words digest after an agency: a video call, praise with a stance, talks of two days, a raid in January."""
    text = (
        "Les présidents russe et chinois, Vladimir Poutine et Xi Jinping, se sont parlé mercredi par vidéo. "
        "Poutine a salué une alliance « précieuse ». "
        "À Abou Dhabi, des pourparlers se tiennent mercredi et jeudi. "
        "En janvier, la police a arrêté des opposants à Moscou."
    )
    art = article(text, lang="fr", source="afp", publisher="AFP", title="Appel du 4 février", rendition=True)
    both = (
        (*PUTIN, Role.PARTICIPANT, "Vladimir Poutine"),
        (*XI, Role.PARTICIPANT, "Xi Jinping"),
    )
    praise = Stance(
        holder="Vladimir Putin", toward="Russia-China partnership", value=StanceValue.SUPPORTIVE,
        evidence=(span(text, "a salué une alliance « précieuse »"),),
    )  # fmt: skip
    first, second, third, fourth = (sentence + "." for sentence in text.rstrip(".").split(". "))
    january = when(date(2026, 1, 1), date(2026, 1, 31), kind=Kind.WITHIN, words="En janvier")
    claims = (
        claim(art, first, "se sont parlé", mode="video call", actors=both, when=when(FEB4, words="mercredi")),
        claim(art, second, "a salué", kind=EventType.SUPPORT, family=Family.STATEMENT, when=when(FEB4),
              actors=((*PUTIN, Role.AGENT, "Poutine"),), stance=(praise,), voices=((*PUTIN, "Poutine"),)),
        claim(art, third, "pourparlers", mode="talks", when=when(FEB4, date(2026, 2, 5), words="mercredi et jeudi")),
        claim(art, fourth, "a arrêté", kind=EventType.COERCE, family=Family.FORCE, when=january,
              place=PlaceRef(id="Q649", name="Moscow", start=text.index("Moscou"), end=len(text) - 1)),
    )  # fmt: skip
    return Extraction(article=art, claims=claims, extractor="hand 1")


def call_in_russian() -> Extraction:
    """A blog that the registry does not know: a telephone call with its duration, vouched for by two voices."""
    text = (
        "4 февраля Си Цзиньпин и Владимир Путин говорили по телефону 85 минут, сообщил Кремль со слов Петра Незнаева. "
        "Встречи с Трампом, по его словам, не было."
    )
    art = article(
        text, lang="ru", source="local-blog", publisher="Блог «Верба»", url="https://verba.example/2026/02/04"
    )
    sentence, denial = (part + "." for part in text.rstrip(".").split(". "))
    chain = (("kremlin", "Kremlin", "Кремль"), ("local-pyotr", "Пётр Незнаев", "Петра Незнаева"))
    both = (
        (*XI, Role.PARTICIPANT, "Си Цзиньпин"),
        (*PUTIN, Role.PARTICIPANT, "Владимир Путин"),
    )
    minutes = span(text, "85 минут")
    length = Quantity(
        measures="duration", value=85, unit="minute", approximate=False, start=minutes.start, end=minutes.end
    )
    claims = (
        claim(art, sentence, "говорили по телефону", mode="telephone call", actors=both, voices=chain,
              when=when(FEB4, words="4 февраля"), quantities=(length,)),
        claim(art, denial, "Встречи", polarity=Polarity.DENIED, voices=((*chain[1][:2], "его"),),
              actors=((*TRUMP, Role.PARTICIPANT, "Трампом"),)),
    )  # fmt: skip
    who = span(text, "Петра Незнаева")
    local = LocalActor(id="local-pyotr", name="Пётр Незнаев", kind="person", lang="ru", start=who.start, end=who.end)
    return Extraction(article=art, claims=claims, local_actors=(local,), extractor="hand 1")


def call_in_chinese() -> Extraction:
    """An agency: the call and a plan for the first half of the year."""
    text = "习近平2月4日同普京举行视频会晤。普京计划上半年访华。"
    art = article(text, lang="zh", source="xinhua", publisher="新华社", title="视频会晤")
    half = when(date(2026, 1, 1), date(2026, 6, 30), kind=Kind.WITHIN, words="上半年")
    claims = (
        claim(art, "习近平2月4日同普京举行视频会晤。", "视频会晤", mode="video call", when=when(FEB4, words="2月4日"),
              actors=((*XI, Role.PARTICIPANT, "习近平"), (*PUTIN, Role.PARTICIPANT, "普京"))),
        claim(art, "普京计划上半年访华。", "访华", family=Family.TRAVEL, mode="visit", when=half, tense=Tense.FUTURE,
              actors=((*PUTIN, Role.AGENT, "普京"), ("Q148", "China", Role.RECIPIENT, "华"))),
    )  # fmt: skip
    return Extraction(article=art, claims=claims, extractor="hand 1")


def versions_in_english() -> tuple[Extraction, Extraction]:
    """One address, two texts: the later one is the current version."""
    address, publisher = "https://river.example/call", "River Post"
    older = article(
        "Putin will perhaps call Xi, aides said.", lang="en", source="local-river", url=address, publisher=publisher
    )
    newer = article(
        "Putin and Xi spoke for an hour.", lang="en", source="local-river", url=address, publisher=publisher,
        modified=date(2026, 2, 5),
    )  # fmt: skip
    perhaps = claim(
        older, older.text, "call", certainty=Certainty.POSSIBLE, tense=Tense.FUTURE,
        actors=((*PUTIN, Role.PARTICIPANT, "Putin"), (*XI, Role.PARTICIPANT, "Xi")), when=when(FEB4),
    )  # fmt: skip
    spoke = claim(
        newer, newer.text, "spoke", mode="remote", when=when(FEB4),
        actors=((*PUTIN, Role.PARTICIPANT, "Putin"), (*XI, Role.PARTICIPANT, "Xi")),
    )  # fmt: skip
    return (
        Extraction(article=older, claims=(perhaps,), extractor="hand 1"),
        Extraction(article=newer, claims=(spoke,), extractor="hand 1"),
    )


def all_samples() -> list[Extraction]:
    """Five extractions of four works."""
    return [call_in_french(), call_in_russian(), call_in_chinese(), *versions_in_english()]


def gold_extractions() -> list[Extraction]:
    """The annotated articles as extractions, where the evaluation folder exists; else none."""
    if not DEV.is_dir():
        return []
    registry = load_registry()
    articles, claims = gold_claims(registry)
    found = []
    for id, art in articles.items():
        own = tuple(c for (of, _), c in claims.items() if of == id)
        named = {a.id: a.name for c in own for a in c.actors}
        named |= {v.id: v.name for c in own for link in c.attribution for v in link}
        local = tuple(
            LocalActor(id=key, name=name, kind="unknown", lang=art.lang, start=0, end=0)
            for key, name in sorted(named.items())
            if key not in registry.actors
        )
        found.append(Extraction(article=art, claims=own, local_actors=local, extractor="gold"))
    return found
