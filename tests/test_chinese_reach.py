"""Chinese beyond the registry and the lists of triggers: clauses of time, unnamed and unknown actors, speakers that
go on, what is only asked for or possible, deeds by any verb; each with what it must not match."""

from datetime import date
from functools import lru_cache

import pytest

from graph.jsonform import extraction_to_json
from graph.model import Article, PublishedBasis
from graph.registry import Registry, load_registry
from ingest.pipeline import extract


@lru_cache(maxsize=1)
def registry() -> Registry:
    return load_registry()


@lru_cache(maxsize=256)
def claims(text: str) -> list[dict[str, object]]:
    article = Article(
        id="a",
        work="a",
        text=text,
        lang="zh",
        source="s",
        published=date(2026, 2, 5),
        published_basis=PublishedBasis.GIVEN,
    )
    found: list[dict[str, object]] = extraction_to_json(extract(article, registry()))["claims"]
    return found


def told(text: str, words: str) -> dict[str, object]:
    """The claim whose trigger holds the words."""
    for claim in claims(text):
        trigger = claim["trigger"]
        assert isinstance(trigger, dict)
        if words in text[trigger["start"] : trigger["end"]]:
            return claim
    raise AssertionError(f"no claim at {words!r}")


def names(claim: dict[str, object], role: str = "") -> set[str]:
    actors = claim["actors"]
    assert isinstance(actors, list)
    return {actor["name"] for actor in actors if not role or actor["role"] == role}


def voices(claim: dict[str, object]) -> list[str]:
    chain = claim["attribution"]
    assert isinstance(chain, list)
    return [voice["name"] for link in chain for voice in link]


# ---------------------------------------------------------------------- clauses of time and reason


def test_a_preposition_may_govern_a_clause() -> None:
    assert names(told("绍伊古在俄罗斯2022年派兵入侵乌克兰时担任防长。", "入侵"), "agent") == {"Russia"}
    assert names(told("由于俄罗斯入侵乌克兰，欧盟制裁了一家银行。", "入侵"), "agent") == {"Russia"}
    assert names(told("在普京访华期间，王毅会见了拉夫罗夫。", "访华"), "agent") == {"Vladimir Putin"}


def test_a_place_before_a_meeting_is_no_subject() -> None:
    assert names(told("在北京会见普京时，习近平强调友谊重要。", "会见")) == {"Xi Jinping", "Vladimir Putin"}


def test_the_clause_of_time_lends_no_subject_to_the_main_verb() -> None:
    assert names(told("法国代表在普京讲话前离席。", "离席"), "agent") == {"France"}


# ---------------------------------------------------------------------- those without a name


def test_a_date_behind_a_noun_is_no_state() -> None:
    claim = told("多位消息人士23日表示，美国制裁了俄罗斯。", "制裁")
    assert voices(claim) == ["sources"]
    assert names(claim, "agent") == {"United States"}


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        ("数百名抗议者在莫斯科游行。", "游行", "protesters"),
        ("两名消息人士透露，谈判已经开始。", "透露", "two sources"),
        ("蒙古国能源部长会见了王毅。", "会见", "Mongolian energy minister"),
        ("中国多家国营银行暂停购买俄罗斯石油。", "购买", "Chinese banks"),
        ("哈尔滨市政府谴责了这次袭击。", "谴责", "Harbin government"),
        ("副总理汪洋会见了罗戈津。", "会见", "Wang Yang"),
    ],
)
def test_actors_beyond_the_registry(text: str, words: str, who: str) -> None:
    assert who in names(told(text, words))


def test_a_foreign_name_keeps_its_characters() -> None:
    assert "丘马科夫" in names(told("俄议员丘马科夫批评了美国。", "批评"))


# ---------------------------------------------------------------------- speakers


def test_a_speaker_goes_on() -> None:
    text = "川普表示，莫迪已承诺停止采购俄罗斯原油，并称印度会减少进口。"
    assert names(told(text, "称"), "agent") == {"Donald Trump"}


def test_an_announced_speaker_has_the_whole_paragraph() -> None:
    text = "赵立坚：两国外长昨天举行了会谈。拉夫罗夫邀请王毅访问俄罗斯。\n\n拉夫罗夫批评了美国。"
    assert voices(told(text, "邀请")) == ["Zhao Lijian"]
    assert voices(told(text, "批评")) == []


def test_a_colon_at_the_end_of_a_paragraph_opens_the_next() -> None:
    text = "外交部发言人郭嘉昆表示：\n\n中方谴责这次袭击。"
    assert voices(told(text, "谴责")) == ["Guo Jiakun"]


def test_what_somebody_answers_is_not_his_word() -> None:
    assert voices(told("泽连斯基声称中国援助俄罗斯，中方回应。", "援助")) == ["Volodymyr Zelensky"]


def test_an_agency_that_reports_a_speaker() -> None:
    assert voices(told("新华社在报道中说，王毅表示，中方谴责这次袭击。", "谴责")) == ["Xinhua", "Wang Yi"]


def test_an_own_act_of_speech_is_no_voice() -> None:
    assert voices(told("佩斯科夫发文，批评美国。", "批评")) == []


# ---------------------------------------------------------------------- what may be, what is asked for


def test_what_may_be_is_not_planned() -> None:
    claim = told("普京可能将于下月访问中国。", "访问")
    assert (claim["certainty"], claim["status"]) == ("possible", "possible")


def test_what_is_asked_for_is_possible_what_is_due_is_planned() -> None:
    assert told("中国呼吁俄罗斯撤军。", "撤军")["status"] == "possible"
    assert told("普京将于下月访问中国。", "访问")["status"] == "planned"


# ---------------------------------------------------------------------- deeds by any verb


def test_a_deed_by_a_verb_that_no_list_holds() -> None:
    claim = told("俄罗斯央行下调了利率。", "下调")
    assert (claim["type"], names(claim)) == ("OTHER", {"Bank of Russia"})


@pytest.mark.parametrize("text", ["俄罗斯位于欧洲东部。", "中国重视农业。", "普京乘坐的专机很大。", "中国呼吁减债。"])
def test_states_and_wishes_are_no_deeds(text: str) -> None:
    assert [claim for claim in claims(text) if str(claim["rules"]).count("deed")] == []


# ---------------------------------------------------------------------- what a clause leaves unsaid


def test_whom_a_refusal_answers() -> None:
    text = "特朗普要求俄罗斯停火。普京拒绝。"
    assert names(told(text, "拒绝"), "recipient") == {"United States"}


def test_an_invitation_accepted_is_from_the_host() -> None:
    assert names(told("普京邀请习近平访俄，习近平接受了邀请。", "接受")) == {"Xi Jinping", "Vladimir Putin"}


def test_a_city_travelled_to_names_its_state() -> None:
    claim = told("王毅前往叶卡捷琳堡。", "前往")
    assert names(claim, "recipient") == {"Russia"}
    assert names(told("王毅前往上海。", "前往"), "recipient") == set()


def test_what_is_asked_for_goes_on_over_the_comma() -> None:
    text = "中方敦促美方停止制裁，撤销加征的关税。"
    assert names(told(text, "撤销"), "agent") == {"United States"}
    text = "中方敦促美方停止制裁，又宣布了反制措施。"
    assert names(told(text, "宣布"), "agent") == {"China"}


def test_a_date_before_the_second_verb_is_of_the_second() -> None:
    claim = told("拉夫罗夫昨天邀请王毅年底前访问俄罗斯。", "邀请")
    assert claim["from"] == "2026-02-04"


def test_a_clause_that_says_who_somebody_is_hands_on_no_day() -> None:
    claim = told("昨天抵达的普京会见了习近平。普京感谢了习近平。", "感谢")
    assert claim["from"] != "2026-02-04"


def test_ticker_times_are_of_the_day_of_publication() -> None:
    text = "**08:20** 昨天抵达的普京参加了论坛。\n\n**10:30** 习近平会见了普京。"
    assert told(text, "会见")["from"] == "2026-02-05"


# ---------------------------------------------------------------------- more voices


@pytest.mark.parametrize(
    ("text", "words", "chain"),
    [
        ("中国呼吁俄罗斯撤军。", "撤军", ["China"]),
        ("白宫发布的声明说，特朗普同普京通了电话。", "通了电话", ["United States"]),
        ("在王毅看来，美国破坏了和平。", "破坏", ["Wang Yi"]),
        ("路透社援引俄航天署消息人士的话说，美国警告了莫斯科。", "警告", ["Reuters", "source at Roscosmos"]),
        ("普京会见了王毅，据俄新社透露，拉夫罗夫批评了美国。", "批评", ["RIA Novosti"]),
        ("普京会见了王毅，据俄新社透露，拉夫罗夫批评了美国。", "会见", []),
        ("俄方要求美国撤军，被美方拒绝。", "拒绝", []),
        ("法国代表在普京讲话前离席。", "离席", []),
    ],
)
def test_whose_word_it_is(text: str, words: str, chain: list[str]) -> None:
    assert [name for name in voices(told(text, words)) if name in chain] == chain
    assert chain or voices(told(text, words)) == []


# ---------------------------------------------------------------------- whose it is


def test_the_last_name_of_a_clause_without_a_verb_is_its_subject() -> None:
    text = "俄罗斯石油的最大买家印度炼油厂，也削减了进口。"
    assert "Russia" not in names(told(text, "削减"), "agent")
    assert names(told("中方对此强烈不满，坚决反对美国制裁。", "反对"), "agent") == {"China"}


def test_a_happening_that_another_noun_is_about_is_not_what_is_held() -> None:
    claim = told("普京之前同特朗普进行了一场旨在结束俄乌战争的重大会晤。", "会晤")
    assert names(claim) >= {"Vladimir Putin", "Donald Trump"}


def test_a_crisis_is_nobody_to_blame() -> None:
    text = "林剑表示，在乌克兰危机上，美方的做法是霸凌行径。"
    assert names(told(text, "表示"), "recipient") == {"United States"}
