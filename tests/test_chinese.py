"""Chinese: words cut without spaces, complements before the verb, verb or noun by place, subjects over commas, both
scripts, voices that run on, odd input."""

import subprocess
import sys
from datetime import date
from functools import lru_cache

import pytest

from graph.model import Article, Claim, Extraction, PublishedBasis
from graph.registry import Registry, load_registry
from ingest.pipeline import extract
from ingest.sentences import find_tokens, folded
from ingest.words import kind_of

DAY = date(2026, 2, 5)


@lru_cache(maxsize=1)
def registry() -> Registry:
    return load_registry()


@lru_cache(maxsize=512)
def read(text: str, published: date | None = DAY) -> Extraction:
    basis = PublishedBasis.GIVEN if published else PublishedBasis.UNKNOWN
    article = Article(id="a", work="w", text=text, lang="zh", source="s", published=published, published_basis=basis)
    return extract(article, registry())


def told(text: str, words: str) -> Claim:
    """The claim whose trigger holds the words."""
    found = [c for c in read(text).claims if words in text[c.trigger.start : c.trigger.end]]
    assert found, f"no claim at {words!r}: {[text[c.trigger.start : c.trigger.end] for c in read(text).claims]}"
    return found[0]


def parts(claim: Claim) -> dict[str, str]:
    return {actor.name: actor.role.value for actor in claim.actors}


def voices(claim: Claim) -> list[str]:
    return [voice.name for link in claim.attribution for voice in link]


def words(text: str) -> list[str]:
    return [token.low for token in find_tokens(text, "zh", registry())]


AGENT, RECIPIENT, BOTH = "agent", "recipient", "participant"

# words, the trigger, its type, and who stands where
PLACES = [
    (
        "习近平在莫斯科克里姆林宫同俄罗斯总统普京举行会谈。",
        "会谈",
        "CONSULT",
        {"Xi Jinping": BOTH, "Vladimir Putin": BOTH},
    ),
    ("普京4日会见了到访的王毅。", "会见", "CONSULT", {"Vladimir Putin": BOTH, "Wang Yi": BOTH}),
    ("王毅同来华访问的俄罗斯外长拉夫罗夫举行会谈。", "会谈", "CONSULT", {"Wang Yi": BOTH, "Sergei Lavrov": BOTH}),
    ("特朗普与普京2日通电话。", "通电话", "CONSULT", {"Donald Trump": BOTH, "Vladimir Putin": BOTH}),
    ("国家主席习近平乘专机抵达莫斯科。", "抵达", "CONSULT", {"Xi Jinping": AGENT, "Russia": RECIPIENT}),
    ("习近平对俄罗斯进行国事访问。", "国事访问", "CONSULT", {"Xi Jinping": AGENT, "Russia": RECIPIENT}),
    ("刚刚抵达莫斯科的习近平，在克里姆林宫会见普京。", "会见", "CONSULT", {"Xi Jinping": BOTH, "Vladimir Putin": BOTH}),
    ("刚刚抵达莫斯科的习近平，在克里姆林宫会见普京。", "抵达", "CONSULT", {"Xi Jinping": AGENT, "Russia": RECIPIENT}),
    (
        "应俄罗斯总统普京邀请，习近平将对俄罗斯进行国事访问。",
        "邀请",
        "CONSULT",
        {"Vladimir Putin": AGENT, "Xi Jinping": RECIPIENT},
    ),
    ("拉夫罗夫应王毅邀请，8日访华。", "邀请", "CONSULT", {"Wang Yi": AGENT, "Sergei Lavrov": RECIPIENT}),
    ("拉夫罗夫应王毅邀请，8日访华。", "访华", "CONSULT", {"Sergei Lavrov": AGENT, "China": RECIPIENT}),
    ("普京邀请习近平访问俄罗斯。", "访问", "CONSULT", {"Xi Jinping": AGENT, "Russia": RECIPIENT}),
    (
        "俄罗斯副总理切尔内申科在机场迎接习近平。",
        "迎接",
        "CONSULT",
        {"Dmitry Chernyshenko": AGENT, "Xi Jinping": RECIPIENT},
    ),
    ("普京为习近平举行隆重欢迎仪式。", "欢迎仪式", "OTHER", {"Vladimir Putin": AGENT, "Xi Jinping": RECIPIENT}),
    ("普京对习近平访问俄罗斯表示热烈欢迎。", "表示", "SUPPORT", {"Vladimir Putin": AGENT, "Xi Jinping": RECIPIENT}),
    ("普京对习近平访问俄罗斯表示热烈欢迎。", "访问", "CONSULT", {"Xi Jinping": AGENT, "Russia": RECIPIENT}),
    ("习近平向普京致贺电。", "贺电", "SUPPORT", {"Xi Jinping": AGENT, "Vladimir Putin": RECIPIENT}),
    ("北约谴责俄罗斯入侵乌克兰。", "谴责", "ACCUSE", {"NATO": AGENT, "Russia": RECIPIENT}),
    ("北约谴责俄罗斯入侵乌克兰。", "入侵", "ASSAULT", {"Russia": AGENT, "Ukraine": RECIPIENT}),
    ("中方坚决反对美方对俄罗斯的单边制裁。", "反对", "REJECT", {"China": AGENT, "United States": RECIPIENT}),
    (
        "美国财政部宣布对20家中国企业实施制裁。",
        "制裁",
        "SANCTION",
        {"US Treasury": AGENT, "Chinese companies": RECIPIENT},
    ),
    (
        "普京被国际刑事法院通缉。",
        "通缉",
        "ACCUSE",
        {"International Criminal Court": AGENT, "Vladimir Putin": RECIPIENT},
    ),
    ("俄军轰炸基辅。", "轰炸", "ASSAULT", {"Russia": AGENT, "Ukraine": RECIPIENT}),
    ("俄罗斯对乌克兰发动大规模无人机袭击。", "发动", "ASSAULT", {"Russia": AGENT, "Ukraine": RECIPIENT}),
    ("中国从俄罗斯进口石油。", "进口", "COOPERATE", {"China": AGENT, "Russia": RECIPIENT}),
    ("俄罗斯向朝鲜提供导弹。", "提供", "AID", {"Russia": AGENT, "North Korea": RECIPIENT}),
    ("泽连斯基呼吁中国向俄罗斯施压。", "呼吁", "REQUEST", {"Volodymyr Zelensky": AGENT, "China": RECIPIENT}),
    ("中俄海军在日本海举行联合演习。", "演习", "MOBILIZE", {"China": BOTH, "Russia": BOTH}),
    ("俄气与中石油签署供气合同。", "签署", "AGREE", {"Gazprom": BOTH, "CNPC": BOTH}),
    ("中俄两国外长在北京举行会谈。", "会谈", "CONSULT", {"Wang Yi": BOTH, "Sergei Lavrov": BOTH}),
    ("俄总统普京5日同美国国务卿鲁比奥通话。", "通话", "CONSULT", {"Vladimir Putin": BOTH, "Marco Rubio": BOTH}),
    ("普京接受了习近平的邀请。", "接受", "AGREE", {"Vladimir Putin": BOTH, "Xi Jinping": BOTH}),
    ("乌克兰拒绝了中国提出的和平方案。", "拒绝", "REJECT", {"Ukraine": AGENT, "China": RECIPIENT}),
    ("俄方将三名美国外交官驱逐出境。", "驱逐", "SANCTION", {"Russia": AGENT, "United States": RECIPIENT}),
    ("外交部发言人宣布，王毅将访问莫斯科。", "访问", "CONSULT", {"Wang Yi": AGENT, "Russia": RECIPIENT}),
]


@pytest.mark.parametrize(("text", "trigger", "kind", "actors"), PLACES)
def test_who_stands_where(text: str, trigger: str, kind: str, actors: dict[str, str]) -> None:
    claim = told(text, trigger)
    assert claim.type.value == kind
    assert parts(claim) == actors


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("習近平同普京舉行視頻會晤。", "习近平同普京举行视频会晤。"),
        ("俄外交部長拉夫羅夫將於4月8日訪華，與王毅舉行會談。", "俄外交部长拉夫罗夫将于4月8日访华，与王毅举行会谈。"),
        ("烏克蘭總統澤連斯基譴責俄羅斯的襲擊。", "乌克兰总统泽连斯基谴责俄罗斯的袭击。"),
        ("毛寧表示，中方反對霸權，願意對話。", "毛宁表示，中方反对霸权，愿意对话。"),
    ],
)
def test_both_scripts_tell_the_same(traditional: str, simplified: str) -> None:
    one, other = read(traditional).claims, read(simplified).claims
    assert [c.type for c in one] == [c.type for c in other] != []
    assert [parts(c) for c in one] == [parts(c) for c in other]
    assert [(c.trigger.start, c.trigger.end) for c in one] == [(c.trigger.start, c.trigger.end) for c in other]


def test_scripts_may_be_mixed_in_one_sentence() -> None:
    claim = told("习近平同普京舉行了视频會晤。", "會晤")
    assert parts(claim) == {"Xi Jinping": BOTH, "Vladimir Putin": BOTH}


def test_folding_keeps_every_offset() -> None:
    text = "國務委員兼外交部長王毅與俄羅斯外長拉夫羅夫會談"
    assert len(folded(text, "zh")) == len(text)
    assert folded(text, "zh") == "国务委员兼外交部长王毅与俄罗斯外长拉夫罗夫会谈"
    assert folded("Москва 2026", "ru") == "Москва 2026"


def test_evidence_is_the_text_as_it_stands() -> None:
    text = "據塔斯社報道，普京4日在北京會見習近平。"
    claim = told(text, "會見")
    assert text[claim.trigger.start : claim.trigger.end] == "會見"
    for actor in claim.actors:
        assert text[actor.start : actor.end] in ("普京", "習近平")


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("俄罗斯外交部长拉夫罗夫与会谈代表", ["俄罗斯", "外交部长", "拉夫罗夫", "与", "会谈", "代表"]),
        ("王毅将会见普京", ["王毅", "将", "会见", "普京"]),
        ("发展中国家", ["发展中国家"]),
        ("对俄罗斯进行国事访问", ["对", "俄罗斯", "进行", "国事访问"]),
        ("俄外交部发言人扎哈罗娃称", ["俄", "外交部", "发言人", "扎哈罗娃", "称"]),
    ],
)
def test_words_are_cut_where_they_end(text: str, cut: list[str]) -> None:
    assert words(text) == cut


def test_tokens_cover_every_character_that_is_no_space() -> None:
    text = "普京（Vladimir Putin）4日说：“我们 rely on 合作。”习近平 王毅"
    covered = {i for token in find_tokens(text, "zh", registry()) for i in range(token.start, token.end)}
    assert all(i in covered or text[i].isspace() for i in range(len(text)))


def test_general_list_tells_kinds() -> None:
    assert kind_of("观看") == "v"
    assert kind_of("不是词语的串") == ""


# ---------------------------------------------------------------------- verb or noun


@pytest.mark.parametrize(
    "text",
    ["习近平同普京举行会谈。", "中国对俄罗斯进行国事访问。", "普京同习近平展开富有成效的会谈。", "俄罗斯遭到制裁。"],
)
def test_a_light_verb_and_its_noun_are_one_claim(text: str) -> None:
    assert len(read(text).claims) <= 1


@pytest.mark.parametrize(
    "text",
    ["合作社获得丰收。", "发展的速度在放缓。", "制裁的辩论还在继续。", "专家认为会谈十分重要。", "袭击者身份不明。"],
)
def test_words_that_only_look_like_happenings(text: str) -> None:
    assert [c for c in read(text).claims if c.actors] == []


# ---------------------------------------------------------------------- subjects over commas


def test_a_subject_holds_until_another_comes() -> None:
    text = "3月20日，习近平乘专机抵达莫斯科，在克里姆林宫会见普京，出席欢迎仪式。"
    assert parts(told(text, "会见")) == {"Xi Jinping": BOTH, "Vladimir Putin": BOTH}
    assert parts(told(text, "出席"))["Xi Jinping"] == AGENT


def test_a_clause_without_a_verb_hands_its_topic_on() -> None:
    text = "中方对此强烈不满，已经向欧方提出严正交涉。"
    assert parts(told(text, "提出")) == {"China": AGENT, "European Union": RECIPIENT}


def test_the_object_of_the_verb_before_is_no_subject() -> None:
    text = "习近平来俄罗斯进行国事访问。"
    assert parts(told(text, "国事访问")) == {"Xi Jinping": AGENT, "Russia": RECIPIENT}


def test_a_clause_of_time_takes_the_subject_behind_it() -> None:
    text = "在同普京会谈时，习近平强调两国友谊。"
    assert parts(told(text, "会谈")) == {"Xi Jinping": BOTH, "Vladimir Putin": BOTH}


def test_both_sides_are_those_who_met() -> None:
    text = "普京同习近平举行会谈。双方一致同意加强合作。"
    assert parts(told(text, "同意")) == {"Vladimir Putin": BOTH, "Xi Jinping": BOTH}


# ---------------------------------------------------------------------- time, negation, passive


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("普京将于5月访问中国。", "访问", "planned"),
        ("普京将于20日抵达北京，与习近平举行会谈。", "会谈", "planned"),
        ("普京访问了中国。", "访问", "happened"),
        ("中国从未向俄罗斯提供武器。", "提供", "denied"),
        ("中方没有谴责俄罗斯。", "谴责", "denied"),
        ("普京可能访问平壤。", "访问", "possible"),
        ("普京拒绝会见泽连斯基。", "会见", "denied"),
    ],
)
def test_status(text: str, trigger: str, status: str) -> None:
    assert told(text, trigger).status == status


def test_what_is_due_or_wished_is_no_claim() -> None:
    text = "习近平指出，双方要加强合作，中方愿同俄方深化合作。"
    assert [c.type.value for c in read(text).claims if c.type.value == "COOPERATE"] == []


def test_day_before_the_verb_is_the_verbs() -> None:
    when = told("普京邀请习近平今年访问俄罗斯。", "访问").when
    assert when is not None
    assert when.start == date(2026, 1, 1)
    text = "俄罗斯2022年2月24日入侵乌克兰以来，中国多次呼吁停火。"
    assert told(text, "入侵").when is not None
    other = told(text, "呼吁").when
    assert other is None or other.start != date(2022, 2, 24)


# ---------------------------------------------------------------------- voices


@pytest.mark.parametrize(
    ("text", "trigger", "voice"),
    [
        ("据塔斯社报道，普京4日会见王毅。", "会见", "TASS"),
        ("据俄罗斯《消息报》报道，普京4日会见王毅。", "会见", "Izvestia"),
        ("据日本《河口日报》报道，普京4日会见王毅。", "会见", "河口日报"),
        ("外交部发言人毛宁表示，中方反对美国的制裁。", "反对", "Mao Ning"),
        ("路透社援引克里姆林宫的消息称，普京将访问中国。", "访问", "Reuters"),
        ("佩斯科夫说：“普京将会见习近平。”", "会见", "Dmitry Peskov"),
        ("“普京将会见习近平。”佩斯科夫说。", "会见", "Dmitry Peskov"),
        ("毛宁：中方反对美国的制裁。", "反对", "Mao Ning"),
        ("王毅指出，中俄关系稳定。我们反对美国的单边制裁。", "反对", "Wang Yi"),
    ],
)
def test_cited_voices(text: str, trigger: str, voice: str) -> None:
    assert voice in voices(told(text, trigger))


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("中方表示反对美国的制裁。", "反对"),
        ("新华社北京2月4日电 国家主席习近平4日在北京会见普京。", "会见"),
        ("根据年度计划，中俄海军举行联合演习。", "演习"),
    ],
)
def test_nobody_is_cited(text: str, trigger: str) -> None:
    assert voices(told(text, trigger)) == []


# ---------------------------------------------------------------------- names


def test_names_that_the_registry_does_not_know() -> None:
    text = "俄罗斯副部长科兹洛夫斯基会见王毅。科兹洛夫斯基随后离开北京。"
    names = {actor.name for claim in read(text).claims for actor in claim.actors}
    assert "科兹洛夫斯基" in names
    assert {actor.name for actor in told(text, "离开").actors} >= {"科兹洛夫斯基"}


def test_a_title_may_stand_behind_the_name() -> None:
    assert parts(told("普京总统会见王毅外长。", "会见")) == {"Vladimir Putin": BOTH, "Wang Yi": BOTH}


@pytest.mark.parametrize(
    "text", ["同日，外长回应称愿意谈判。", "日前，该公司公布财报。", "会谈中他拒绝评论。", "他以国家利益为由拒绝。"]
)
def test_single_characters_are_not_always_states(text: str) -> None:
    names = {actor.name for claim in read(text).claims for actor in claim.actors}
    assert not names & {"Japan", "China", "Israel"}


@pytest.mark.parametrize(
    ("text", "trigger", "value", "unit"),
    [
        ("习近平4日同普京通话1小时25分钟。", "通话", 85, "minute"),
        ("普京与习近平会谈约两小时。", "会谈", 2, "hour"),
        ("俄气向中国供应380亿立方米天然气。", "供应", 38_000_000_000, "m3"),
        ("中國購買俄羅斯石油120萬噸。", "購買", 1_200_000, "tonne"),
    ],
)
def test_quantities(text: str, trigger: str, value: float, unit: str) -> None:
    found = [q for c in read(text).claims for q in c.quantities]
    assert (value, unit) in [(q.value, q.unit) for q in found], trigger


# ---------------------------------------------------------------------- odd input


def test_half_width_punctuation() -> None:
    text = '王毅说,"中方反对美国的制裁".普京4日会见王毅.'
    assert parts(told(text, "会见")) == {"Vladimir Putin": BOTH, "Wang Yi": BOTH}


def test_no_punctuation_at_all() -> None:
    text = "习近平会见普京 王毅同拉夫罗夫通电话 中国呼吁停火 " * 40
    found = read(text)
    assert found.claims
    for claim in found.claims:
        assert 0 <= claim.trigger.start < claim.trigger.end <= len(text)
        assert len(claim.actors) <= 6


@pytest.mark.parametrize(
    "text", ["", " ", "。", "，，，", "「", "普京", "A" * 500, "访问" * 200, "的" * 300, "（（（（", "“”“”"]
)
def test_scraps_are_read_without_claims_about_anybody(text: str) -> None:
    assert [claim for claim in read(text).claims if len(claim.actors) > 1] == []


def test_mixed_scripts_and_digits() -> None:
    text = "Putin 普京4日與 Xi Jinping 習近平通話 1小時25分鐘。"
    claim = told(text, "通話")
    assert {"Vladimir Putin", "Xi Jinping"} <= set(parts(claim))


def test_same_text_same_claims() -> None:
    text = "普京4日在北京同习近平举行会谈，双方签署联合声明。"
    assert read(text).claims == extract(read(text).article, registry()).claims


def test_french_does_not_open_the_word_list() -> None:
    program = (
        "from datetime import date\n"
        "from graph.model import Article, PublishedBasis\n"
        "from graph.registry import load_registry\n"
        "from ingest.pipeline import extract\n"
        "from ingest.words import _general\n"
        "text = 'Xi Jinping a reçu Vladimir Poutine à Pékin.'\n"
        "extract(Article(id='a', work='w', text=text, lang='fr', source='s', published=date(2026, 2, 4), "
        "published_basis=PublishedBasis.GIVEN), load_registry())\n"
        "raise SystemExit(_general.cache_info().currsize)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
