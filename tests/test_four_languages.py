"""One call told in French, English, Russian and Chinese, in our own words, through the real pipeline: one event."""

from datetime import date
from pathlib import Path

from graph.model import Family
from graph.registry import load_registry
from ingest.intake import Intake
from ingest.read.article import article_from_text
from ingest.read.given import Given

TOLD = {
    "fr": "Vladimir Poutine et Xi Jinping se sont entretenus mercredi par visioconférence. Le président russe a "
    "accepté de venir en Chine, selon son conseiller Iouri Ouchakov. Les deux hommes ont parlé de l'Iran et de Cuba.",
    "en": "Chinese President Xi Jinping and Russian President Vladimir Putin held a video call on Wednesday. The "
    "Kremlin said the two leaders discussed trade and energy. Putin accepted an invitation to visit China.",
    "ru": "Владимир Путин и Си Цзиньпин в среду провели переговоры по видеосвязи. Разговор длился почти полтора часа, "
    "сообщил помощник президента Юрий Ушаков. Российский лидер принял приглашение посетить Китай.",
    "zh": "国家主席习近平4日下午在北京人民大会堂同俄罗斯总统普京举行视频会晤。两国元首就国际局势交换意见。"
    "外交部发言人说，普京接受了习近平的邀请，将于上半年访华。",
}


def test_one_call_in_four_languages_is_one_event(tmp_path: Path) -> None:
    with Intake.open(tmp_path / "data", load_registry()) as intake:
        for lang, text in TOLD.items():
            given = Given(publisher=f"Paper {lang}", published=date(2026, 2, 4))
            article = article_from_text(text, given, intake.registry)
            assert article.lang == lang
            intake.take(article)
        intake.relink()
        calls = [event for event in intake.library.events() if event.family is Family.CONTACT]
        tellers = [
            {intake.library.article(claim.article).lang for claim in intake.library.claims(event.claims).values()}
            for event in calls
        ]
        assert {"fr", "en", "ru", "zh"} in tellers
        event = calls[tellers.index({"fr", "en", "ru", "zh"})]
        assert {actor.name for actor in event.actors} == {"Vladimir Putin", "Xi Jinping"}
        assert event.when is not None
        assert event.when.start == date(2026, 2, 4)
