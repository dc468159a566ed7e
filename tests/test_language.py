"""Language identification, on sentences written for this test."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.language import SUPPORTED, UNKNOWN, identifiable, identify_language

ROOT = Path(__file__).resolve().parent.parent

# One short piece each: headlines, first sentences, fragments as wires send them.
SNIPPETS = """
fr|Le chef du Kremlin est attendu à Pékin mardi.
fr|Pékin dément toute livraison d'armes.
fr|Xi Jinping reçoit son homologue russe
fr|Accord gazier : Moscou attend la signature chinoise
fr|Selon Tass, la rencontre a duré deux heures.
fr|Les deux ministres se sont parlé au téléphone.
fr|Sommet reporté
fr|Une visite très attendue, dit-on à Harbin.
fr|Ce qu'il faut retenir du voyage de Choïgou
fr|VLADIMIR POUTINE ARRIVE EN CHINE
en|Putin lands in Beijing for two days of talks.
en|Kremlin denies report of arms sales
en|Xi and Putin spoke by video link on Friday.
en|The pipeline deal was not signed, officials said.
en|Why the border bridge at Heihe matters
en|Moscow hails talks
en|China's foreign minister will travel to Moscow next week.
en|TRADE BETWEEN RUSSIA AND CHINA HITS RECORD
en|Beijing backs new talks, its envoy says
en|Lavrov to host Wang Yi
ru|Глава МИД КНР прибыл в Москву.
ru|Путин и Си поговорили по телефону
ru|Россия и Китай провели учения
ru|Товарооборот вырос на треть за год.
ru|Пекин опроверг поставки оружия.
ru|КИТАЙ ПОДПИСАЛ КОНТРАКТ НА ГАЗ
ru|В Кремле прошли переговоры
ru|Песков: дата визита пока не названа
ru|Совет Федерации принял делегацию
ru|МИД: ответа от Пекина пока нет
ru|Лавров встретился с Ван И
ru|Пу́тин прибу́дет в Пеки́н в ма́е.
zh|普京抵达北京开始访问。
zh|中俄两国元首通电话
zh|外交部发言人表示，中方坚决反对。
zh|习近平会见俄罗斯外长
zh|中俄贸易额创新高
zh|俄方否认有关报道
zh|普京抵達北京，展開兩天訪問。
zh|兩國元首通電話，談及能源合作
zh|中國外長下週訪問莫斯科
zh|習近平會見俄羅斯總統
uk|Глава МЗС Китаю прибув до Москви.
uk|Путін і Сі поговорили телефоном
uk|Київ вимагає пояснень від Пекіна
uk|Уряд не коментує ці переговори
uk|Росія та Китай провели навчання
be|Прэзідэнт прыбыў у Пекін з візітам.
be|Беларусь і Кітай падпісалі пагадненне
bg|Китайският президент пристигна в Москва.
uk|Радник президента прибув до Москви.
uk|Кремль спростував чутки про зброю
bg|Пекин отрича доклада за оръжията
bg|Външният министър се срещна с руския си колега
sr|Председник Кине допутовао је у Москву.
kk|Қытай төрағасы Мәскеуге келді.
ja|プーチン大統領が北京に到着した。
ja|中露首脳が電話会談
ja|中国外相、来週モスクワ訪問へ
ja|両首脳は経済協力の拡大で一致
ja|日中露関係の転換点
ko|푸틴 대통령이 베이징에 도착했다.
ko|시진핑, 러시아 외무장관 접견
de|Putin trifft am Dienstag in Peking ein.
de|Der Kreml weist den Bericht zurück
es|Putin llega a Pekín para una visita de dos días.
es|El Kremlin niega la venta de armas
it|Putin è arrivato a Pechino per due giorni di colloqui.
it|Il Cremlino smentisce la notizia
pl|Putin przyleciał do Pekinu na dwudniową wizytę.
pl|Kreml zaprzecza doniesieniom
pt|Putin chega a Pequim para uma visita de dois dias.
pt|O Kremlin não confirma a reunião
nl|Poetin is dinsdag aangekomen in Peking.
tr|Putin iki günlük ziyaret için Pekin'e geldi.
vi|Tổng thống Putin đến Bắc Kinh thăm chính thức.
ar|وصل الرئيس الروسي إلى بكين في زيارة تستغرق يومين.
fa|رئیس جمهور روسیه برای دیداری دو روزه وارد پکن شد.
el|Ο Πούτιν έφτασε στο Πεκίνο.
mn|Оросын ерөнхийлөгч Бээжинд хүрэлцэн ирлээ.
"""
ROWS = [tuple(line.split("|", 1)) for line in SNIPPETS.split("\n") if line]


@pytest.mark.parametrize(("lang", "text"), ROWS, ids=[text[:24] for _, text in ROWS])
def test_short_pieces(lang: str, text: str) -> None:
    assert identify_language(text) == lang


def test_at_least_ten_languages_are_told_apart() -> None:
    assert set(SUPPORTED) == {"fr", "en", "ru", "zh"}
    assert len(identifiable()) >= 10
    assert set(SUPPORTED) < set(identifiable())


@pytest.mark.parametrize("text", ["", "   \n", "12:30 — 14 %", "…", "?!", "7"])
def test_what_has_no_letters_has_no_language(text: str) -> None:
    assert identify_language(text) == UNKNOWN


def test_a_foreign_quotation_does_not_change_the_language() -> None:
    russian = "Министр заявил, что «дружба» по-китайски пишется 友谊, а по-украински — «приязнь, єднання». " * 2
    assert identify_language(russian) == "ru"
    chinese = "发言人说，日本媒体所用的「プーチン」一词就是普京，双方将在北京继续会谈，并签署多项合作文件。"
    assert identify_language(chinese) == "zh"
    french = "Le titre du quotidien, « 中俄元首通电话 », n'a pas été traduit dans les dépêches, dit la rédaction."
    assert identify_language(french) == "fr"


def test_latin_look_alikes_in_russian() -> None:
    assert identify_language("Пpезидент Pоссии пpибыл в Пекин c визитoм, сообщила пресс-cлужба.") == "ru"


def test_plain_french_needs_no_statistics() -> None:
    """A run over French texts pays neither the second nor the 100 MB."""
    text = (
        "Le ministre est arrivé dans la capitale avec une délégation, et il a rencontré les responsables de la région. "
        "Selon son entourage, la visite durera deux jours et portera sur le gaz, sur le pont et sur les visas."
    )
    code = (
        "import sys, ingest.language as language\n"
        f"print(language.identify_language({text!r}), any('py3langid' in name for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["fr", "False"]


DEV = ROOT.parent / "shared" / "eval" / "dev" / "articles"


@pytest.mark.skipif(not DEV.is_dir(), reason="the development articles are not here")
def test_development_articles() -> None:
    rows = [json.loads(path.read_text(encoding="utf8")) for path in sorted(DEV.glob("*.json"))]
    assert rows
    assert [(row["id"], identify_language(row["text"])) for row in rows] == [(row["id"], row["lang"]) for row in rows]


OWN = [(path, path.parent.parent.name) for path in sorted((ROOT / "tests/data/annotated").glob("*/articles/*.json"))]


@pytest.mark.parametrize(("path", "lang"), OWN, ids=[path.stem for path, _ in OWN])
def test_own_annotated_articles(path: Path, lang: str) -> None:
    assert identify_language(json.loads(path.read_text(encoding="utf8"))["text"]) == lang


def test_own_digests() -> None:
    texts = [path.read_text(encoding="utf8") for path in sorted((ROOT / "seeds/articles").glob("*.md"))]
    assert texts
    assert {identify_language(text.split("---", 2)[-1]) for text in texts} == {"fr"}
