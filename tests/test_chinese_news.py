"""Chinese as news writes it on the mainland, in Hong Kong and in Taiwan: names spelt out behind them, both sides, heads
of state by a character each, what sums up a clause, what is told again, said and attacked, and where and when."""

from datetime import date
from functools import lru_cache

import pytest

from graph.model import Article, Claim, Extraction, PublishedBasis
from graph.registry import Registry, load_registry
from ingest.pipeline import extract

DAY = date(2026, 2, 5)
AGENT, RECIPIENT, BOTH = "agent", "recipient", "participant"


@lru_cache(maxsize=1)
def registry() -> Registry:
    return load_registry()


@lru_cache(maxsize=256)
def read(text: str) -> Extraction:
    article = Article(
        id="a", work="w", text=text, lang="zh", source="s", published=DAY, published_basis=PublishedBasis.GIVEN
    )
    return extract(article, registry())


def told(text: str, words: str, nth: int = 0) -> Claim:
    found = [c for c in read(text).claims if words in text[c.trigger.start : c.trigger.end]]
    assert len(found) > nth, (
        f"no claim at {words!r}: {[text[c.trigger.start : c.trigger.end] for c in read(text).claims]}"
    )
    return found[nth]


def parts(claim: Claim) -> dict[str, str]:
    return {actor.name: actor.role.value for actor in claim.actors}


# text, the trigger, its type, who stands where
TOLD = [
    ("美国副国务卿雪蔓（Wendy Sherman）批评中国。", "批评", "ACCUSE", {"Wendy Sherman": AGENT, "China": RECIPIENT}),
    ("智库学者陈大明（Chen Ta-ming）警告俄罗斯。", "警告", "THREATEN", {"Chen Ta-ming": AGENT, "Russia": RECIPIENT}),
    ("普习再度会晤，具有象征意义。", "会晤", "CONSULT", {"Vladimir Putin": BOTH, "Xi Jinping": BOTH}),
    ("普京第十九次以总统身份访华。", "访华", "CONSULT", {"Vladimir Putin": AGENT, "China": RECIPIENT}),
    ("普京外交顾问乌沙科夫批评美国。", "批评", "ACCUSE", {"Yury Ushakov": AGENT, "United States": RECIPIENT}),
    ("中方就美国制裁俄罗斯一事提出严正交涉。", "提出", "ACCUSE", {"China": AGENT, "United States": RECIPIENT}),
    ("中方就美国制裁俄罗斯一事提出严正交涉。", "制裁", "SANCTION", {"United States": AGENT, "Russia": RECIPIENT}),
    ("由于今天是俄罗斯入侵乌克兰四周年，习近平警告美国。", "入侵", "ASSAULT", {"Russia": AGENT, "Ukraine": RECIPIENT}),
    ("俄罗斯指控乌军出动无人机，攻击俄国能源设施。", "攻击", "ASSAULT", {"Ukraine": AGENT, "Russia": RECIPIENT}),
    ("针对王毅3日访俄，佩斯科夫表示欢迎。", "访", "CONSULT", {"Wang Yi": AGENT, "Russia": RECIPIENT}),
    ("普亭与习近平举行了「深入、有效」的会谈。", "会谈", "CONSULT", {"Vladimir Putin": BOTH, "Xi Jinping": BOTH}),
    ("去年中俄贸易额下降一成。", "下降", "COOPERATE", {"China": BOTH, "Russia": BOTH}),
    ("今年前四个月俄罗斯对华煤炭出口下降了一成。", "下降", "COOPERATE", {"Russia": AGENT, "China": RECIPIENT}),
    ("中俄两国在航天领域的合作项目克服了困难。", "合作项目", "COOPERATE", {"China": BOTH, "Russia": BOTH}),
    ("对于美方制裁中国企业的错误行径，中方强烈不满。", "制裁", "SANCTION",
     {"United States": AGENT, "Chinese companies": RECIPIENT}),
    ("针对美国以此为由对中企实施制裁，林剑作出回应。", "实施制裁", "SANCTION",
     {"United States": AGENT, "Chinese companies": RECIPIENT}),
    ("汪文斌呼吁美方纠正错误，停止打压中企，并称中方将应对。", "称", "STATEMENT", {"Wang Wenbin": AGENT}),
    ("普亭與大陸國家主席習近平在出席峰會前，已舉行會談。", "會談", "CONSULT",
     {"Vladimir Putin": BOTH, "Xi Jinping": BOTH}),
    ("中共海軍與俄羅斯海軍舉行聯合軍演。", "軍演", "MOBILIZE", {"China": BOTH, "Russia": BOTH}),
    ("俄军重创乌军。", "重创", "ASSAULT", {"Russia": AGENT, "Ukraine": RECIPIENT}),
    ("有记者问林剑，普京是否访华。", "问", "REQUEST", {"journalists": AGENT, "Lin Jian": RECIPIENT}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "kind", "who"), TOLD)
def test_who_did_what(text: str, words: str, kind: str, who: dict[str, str]) -> None:
    claim = told(text, words)
    assert (claim.type.value, parts(claim)) == (kind, who)


def test_a_name_spelt_out_once_is_known_later() -> None:
    text = "智库学者陈大明（Chen Ta-ming）批评俄罗斯。陈大明随后还警告中国。"
    assert parts(told(text, "警告")) == {"Chen Ta-ming": AGENT, "China": RECIPIENT}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("站长李志国批评俄罗斯。", "Li Zhiguo"),
        ("北方大学教授冯绍明批评俄罗斯。", "Feng Shaoming"),
        ("美国白宫发言人卡琳·让-皮埃尔批评俄罗斯。", "卡琳·让-皮埃尔"),
    ],
)
def test_names_behind_what_people_do(text: str, name: str) -> None:
    assert name in parts(told(text, "批评"))


@pytest.mark.parametrize("script", ["simplified", "traditional"])
def test_praise_of_both_states_is_of_what_is_between_them(script: str) -> None:
    text = {
        "simplified": "普京与习近平紧紧握手。中俄两国友好传统意义重大，普京访华亮点频频。",
        "traditional": "普京與習近平緊緊握手。中俄兩國友好傳統意義重大，普京訪華亮點頻頻。",
    }[script]
    assert [(s.toward, s.value.value) for s in read(text).stances] == [("Russia-China partnership", "supportive")]


def test_a_place_spelt_out_is_that_place() -> None:
    claim = told("俄军17日轰炸乌克兰南部港口城市马立波（Mariupol）。", "轰炸")
    assert claim.place is not None
    assert claim.place.name == "Mariupol"


def test_brackets_without_a_name_spell_nobody() -> None:
    text = "普京（前）与习近平（图左）会谈，世界贸易组织（WTO）发表声明。"
    assert parts(told(text, "会谈")) == {"Vladimir Putin": BOTH, "Xi Jinping": BOTH}


def test_what_somebody_else_is_denied_to_have_done() -> None:
    claim = told("中方否认俄方提出请求。", "提出请求")
    assert (claim.polarity.value, parts(claim)) == ("denied", {"Russia": AGENT, "China": RECIPIENT})


def test_what_something_is_to_be_done_during_is_to_come() -> None:
    text = "习近平访问俄罗斯期间，将与普京会谈。"
    assert told(text, "访问").tense.value == "future"
    assert told("习近平访问俄罗斯期间，与普京会谈。", "访问").tense.value == "past"


@pytest.mark.parametrize("words", ["一名记者", "这名记者"])
def test_one_is_told_to_be_one(words: str) -> None:
    assert "journalist" in parts(told(f"{words}警告中国。", "警告"))


def test_both_sides_are_the_states_once_a_side_was_named() -> None:
    text = "普京与温家宝签署备忘录，俄方提议每年供气，中方表示欢迎。双方为价格争执多年。"
    assert set(parts(told(text, "争执"))) == {"Russia", "China"}
    text = "习近平同普京举行会谈。双方一致同意加强合作。"
    assert set(parts(told(text, "同意"))) == {"Xi Jinping", "Vladimir Putin"}


def test_attacked_places_give_the_attacked_state() -> None:
    claim = told("基辅遭俄军发动空袭。", "空袭")
    assert parts(claim) == {"Russia": AGENT, "Ukraine": RECIPIENT}
    assert claim.place is not None
    assert claim.place.name == "Kyiv"


MET = (
    "习近平和普京周三在撒马尔罕举行会面。周二习近平对哈萨克斯坦进行了国事访问。\n\n"
    "普京在乌兹别克斯坦与习近平会晤时表示，俄罗斯支持中国。"
)


def test_a_meeting_told_again_has_its_day_and_what_is_said_there_its_town() -> None:
    met, said = told(MET, "会晤"), told(MET, "表示")
    assert met.when is not None
    assert met.when.start == date(2026, 2, 4)
    assert said.when is not None
    assert said.when.start == date(2026, 2, 4)
    assert said.place is not None
    assert said.place.name == "Samarkand"


def test_what_is_said_at_a_building_is_of_its_town() -> None:
    text = "4日，习近平在莫斯科克里姆林宫同普京举行会谈。习近平说，中方感谢俄方的支持。"
    talk, said = told(text, "会谈"), told(text, "说")
    assert talk.place is not None
    assert said.place is not None
    assert (talk.place.name, said.place.name) == ("Kremlin, Moscow", "Moscow")


def test_a_spokesperson_speaks_on_the_day_and_in_the_town_of_the_press_conference() -> None:
    text = (
        "新华社北京2月4日电 外交部发言人林剑4日主持例行记者会。\n\n有记者问，中方有何评论。\n\n"
        "多家公司正在关注此事。\n\n分析人士看法不一。\n\n市场反应平淡。\n\n林剑说，中方反对单边制裁。"
    )
    said = told(text, "说")
    assert said.when is not None
    assert said.when.start == date(2026, 2, 4)
    assert said.place is not None
    assert said.place.name == "Beijing"


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("许多支持乌克兰的国家保持沉默。", "支持"),
        ("习近平设宴欢迎前来出席峰会的各国贵宾。", "前来"),
        ("陆慷回应提问时说，中俄关系稳定。", "提问"),
        ("美国打击疑似走私活动。", "打击"),
        ("截至发稿为止，中国官方尚未回应。", "截至"),
        ("普京拒绝会见泽连斯基，与此无关。", "与"),
    ],
)
def test_what_tells_of_no_deed(text: str, absent: str) -> None:
    assert not [c for c in read(text).claims if text[c.trigger.start : c.trigger.end] == absent]
