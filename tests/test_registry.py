"""The registry: that the seeds keep their form, and that names are what a reader of the four languages would write."""

import json
import re
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from graph.errors import LanguageDataError, NotFoundError
from graph.registry import FORM_KINDS, LANGUAGES, UNKNOWN_SOURCE, Actor, Place, load_registry
from graph.resources import ontology_path, seed_folder
from graph.seedfiles import office, read_seeds
from graph.spelling import base_forms, inflect, plain, spell_out

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = load_registry()
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
HAN = re.compile(r"[\u3400-\u9fff]")
SINGLE_HOLDER = ("president", "prime-minister", "foreign-minister", "defence-minister", "secretary", "speaker")


def forms_of(lang: str, kind: str | None = None) -> dict[str, set[str]]:
    """Words -> ids."""
    found: dict[str, set[str]] = defaultdict(set)
    for words, id, form_kind in REGISTRY.forms(lang):
        if kind in (None, form_kind):
            found[words].add(id)
    return found


# ---------------------------------------------------------------------- size and soundness of the seeds


def test_the_registry_is_as_large_as_the_subject_needs() -> None:
    kinds = defaultdict(int)
    for actor in REGISTRY.actors.values():
        kinds[actor.kind] += 1
    assert len(REGISTRY.actors) >= 800
    assert kinds["person"] >= 350
    assert kinds["state"] >= 110
    assert kinds["media"] >= 100
    assert len(REGISTRY.places) >= 400
    assert len(REGISTRY.sources) >= 120


def test_everything_has_a_label_in_four_languages() -> None:
    for thing in (*REGISTRY.actors.values(), *REGISTRY.places.values(), *REGISTRY.sources.values()):
        assert set(thing.labels) == set(LANGUAGES), thing.id
        for lang in LANGUAGES:
            assert thing.labels[lang].strip() == thing.labels[lang] != "", (thing.id, lang)
            assert REGISTRY.label(thing.id, lang)


@pytest.mark.parametrize("shelf", ["actors", "places"])
def test_labels_are_written_in_the_script_of_their_language(shelf: str) -> None:
    latin_in_russian = {"NetEase", "AUKUS"}
    for thing in getattr(REGISTRY, shelf).values():
        for lang in ("fr", "en"):
            assert not CYRILLIC.search(thing.labels[lang]), thing.id
            assert not HAN.search(thing.labels[lang]), thing.id
        brand = isinstance(thing, Actor) and thing.kind in ("company", "media", "project", "group")
        assert CYRILLIC.search(thing.labels["ru"]) or brand or thing.labels["ru"] in latin_in_russian, thing.id
        assert HAN.search(thing.labels["zh"]) or brand, thing.id


def test_english_names_are_unique_so_that_a_name_says_who() -> None:
    for shelf in (REGISTRY.actors, REGISTRY.places):
        seen: dict[str, str] = {}
        for thing in shelf.values():
            assert thing.name not in seen, f"{thing.id} and {seen.get(thing.name)} are both {thing.name}"
            seen[thing.name] = thing.id


def test_an_id_shared_by_shelves_means_one_thing() -> None:
    for id in REGISTRY.places.keys() & REGISTRY.actors.keys():
        assert REGISTRY.actors[id].kind == "state"
        assert REGISTRY.places[id].kind == "country"
    for id in REGISTRY.sources.keys() & REGISTRY.actors.keys():
        assert REGISTRY.sources[id].labels == REGISTRY.actors[id].labels
    assert not REGISTRY.places.keys() & REGISTRY.sources.keys()


def test_a_wikidata_id_says_when_it_was_looked_up_and_is_used_once() -> None:
    seen: dict[str, str] = {}
    for thing in (*REGISTRY.actors.values(), *REGISTRY.places.values()):
        if re.fullmatch(r"Q\d+", thing.id):
            assert thing.qid == thing.id or isinstance(thing, Place)
        if thing.qid:
            assert date.fromisoformat(thing.checked or ""), thing.id
            assert seen.setdefault(thing.qid, thing.id) == thing.id, f"{thing.qid} twice"


def test_ids_that_the_outside_relies_on() -> None:
    names = {"Q7747": "Vladimir Putin", "Q15031": "Xi Jinping", "Q159": "Russia", "Q148": "China", "kremlin": "Kremlin"}
    assert {id: REGISTRY.actor(id).name for id in names} == names
    assert REGISTRY.place("Q956").name == "Beijing"
    assert REGISTRY.actor("kremlin").state == "Q159"


def test_references_resolve() -> None:
    actors, places = REGISTRY.actors, REGISTRY.places
    for actor in actors.values():
        for id in (actor.state, actor.parent, *actor.members, *(held.of for held in actor.offices)):
            assert id is None or id in actors, f"{actor.id} -> {id}"
        assert actor.gender in (None, "m", "f")
        assert (actor.kind == "person") == (actor.gender is not None), actor.id
    for place in places.values():
        assert place.country is None or actors[place.country].kind in ("state", "group"), place.id
        assert place.within is None or place.within in places, place.id
    for source in REGISTRY.sources.values():
        assert source.country is None or source.country in actors, source.id


def test_places_lie_on_the_globe_and_what_lies_within_lies_near() -> None:
    for place in REGISTRY.places.values():
        assert place.latitude is None or -90 <= place.latitude <= 90, place.id
        assert place.longitude is None or -180 <= place.longitude <= 180, place.id
        around = REGISTRY.places.get(place.within or "")
        if around and place.latitude is not None and around.latitude is not None:
            assert abs(place.latitude - around.latitude) < 12, place.id
            assert place.country is None or around.country is None or place.country == around.country, place.id


def test_no_place_is_within_itself() -> None:
    for place in REGISTRY.places.values():
        seen, here = set(), place
        while here.within:
            assert here.id not in seen, place.id
            seen.add(here.id)
            here = REGISTRY.places[here.within]


# ---------------------------------------------------------------------- offices


def test_one_at_a_time_in_offices_of_one() -> None:
    everyone = REGISTRY.actors.values()
    terms = [(held, actor) for actor in everyone for held in actor.offices if held.title in SINGLE_HOLDER]
    for (one, who), (other, whom) in combinations(terms, 2):
        if (one.title, one.of) != (other.title, other.of) or one.approximate or other.approximate:
            continue
        first = max(one.start or date.min, other.start or date.min)
        last = min(one.end or date.max, other.end or date.max)
        assert (last - first).days <= 0, f"{one.title} of {one.of}: {who.id} and {whom.id} from {first} to {last}"


@pytest.mark.parametrize(
    ("title", "of", "on", "name"),
    [
        ("president", "Q159", "2007-01-01", "Vladimir Putin"),
        ("president", "Q159", "2010-09-27", "Dmitry Medvedev"),
        ("president", "Q159", "2012-05-06", "Dmitry Medvedev"),
        ("president", "Q159", "2012-05-07", "Vladimir Putin"),
        ("prime-minister", "Q159", "2010-09-27", "Vladimir Putin"),
        ("president", "Q148", "2004-10-14", "Hu Jintao"),
        ("president", "Q148", "2013-03-22", "Xi Jinping"),
        ("prime-minister", "Q148", "2023-03-20", "Li Qiang"),
        ("foreign-minister", "Q148", "2022-02-04", "Wang Yi"),
        ("foreign-minister", "Q148", "2023-03-20", "Qin Gang"),
        ("foreign-minister", "Q148", "2026-02-01", "Wang Yi"),
        ("defence-minister", "Q148", "2023-05-01", "Li Shangfu"),
        ("defence-minister", "Q159", "2022-02-24", "Sergei Shoigu"),
        ("defence-minister", "Q159", "2024-05-16", "Andrei Belousov"),
        ("secretary", "russian-security-council", "2022-02-24", "Nikolai Patrushev"),
        ("secretary", "russian-security-council", "2026-02-01", "Sergei Shoigu"),
        ("president", "Q30", "2022-02-04", "Joe Biden"),
        ("president", "Q30", "2026-02-04", "Donald Trump"),
        ("foreign-minister", "Q30", "2023-03-21", "Antony Blinken"),
        ("president", "Q212", "2022-02-24", "Volodymyr Zelensky"),
        ("prime-minister", "Q183", "2022-02-04", "Olaf Scholz"),
        ("prime-minister", "Q17", "2025-12-01", "Sanae Takaichi"),
        ("secretary-general", "nato", "2022-02-04", "Jens Stoltenberg"),
    ],
)
def test_who_held_the_office(title: str, of: str, on: str, name: str) -> None:
    assert [actor.name for actor in REGISTRY.holders(title, of, date.fromisoformat(on))] == [name]


def test_several_holders_where_several_hold_and_none_where_none_is_known() -> None:
    spoke = {actor.name for actor in REGISTRY.holders("spokesperson", "chinese-foreign-ministry", date(2025, 6, 1))}
    assert spoke == {"Mao Ning", "Lin Jian", "Guo Jiakun"}
    assert REGISTRY.holders("president", "Q159", date(1950, 1, 1)) == ()
    assert REGISTRY.holders("no-such-office", "Q159", date(2020, 1, 1)) == ()
    assert [a.name for a in REGISTRY.holders("president", "Q159", None)] == [
        "Boris Yeltsin",
        "Vladimir Putin",
        "Dmitry Medvedev",
    ]


def test_a_term_known_to_the_month_holds_to_its_outer_bounds() -> None:
    term = office("ambassador of chinese-embassy-in-russia 2009-08/2019-02")
    assert (term.start, term.end, term.approximate) == (date(2009, 8, 1), date(2019, 2, 28), True)
    assert office("aide of kremlin").start is None
    for wrong in ("president Q159", "president of Q159 2012-13-01/..", "president of Q159 2013-01-01/2012-01-01"):
        with pytest.raises(ValueError, match=r"."):
            office(wrong)


# ---------------------------------------------------------------------- forms


@pytest.mark.parametrize("lang", LANGUAGES)
def test_forms_are_whole_words_of_known_kinds(lang: str) -> None:
    for words, id, kind in (*REGISTRY.forms(lang), *REGISTRY.place_forms(lang)):
        assert kind in FORM_KINDS
        assert words == " ".join(words.split()) != "", (id, words)
        assert not re.search(r"[{}|^~_@=\\;]", words), (id, words)
        if lang in ("fr", "en"):
            assert not CYRILLIC.search(words), (id, words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_actor_and_place_can_be_named(lang: str) -> None:
    assert {id for _, id, kind in REGISTRY.forms(lang) if kind == "name"} == REGISTRY.actors.keys()
    assert {id for _, id, kind in REGISTRY.place_forms(lang) if kind == "name"} == REGISTRY.places.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_that_stand_alone_name_one_actor(lang: str) -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for words, id, kind in REGISTRY.forms(lang):
        if kind != "short":
            named[words].add(id)
    shared = {words for words, ids in named.items() if len(ids) > 1}
    assert shared == REGISTRY.ambiguous.get(lang, frozenset())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_place_name_names_one_place(lang: str) -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for words, id, _ in REGISTRY.place_forms(lang):
        named[words].add(id)
    assert {words: ids for words, ids in named.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    ("lang", "kind", "id", "words"),
    [
        ("fr", "name", "Q7747", "Poutine|Putin|Vladimir Poutine|Vladimir Vladimirovitch Poutine"),
        ("fr", "name", "sergei-shoigu", "Choïgou|Choigou|Shoigu|Sergueï Choïgou"),
        ("fr", "name", "Q3874799", "Zelensky|Zelenskyy|Zelenskiy|Zelenski|Volodymyr Zelensky"),
        ("en", "name", "Q3874799", "Zelensky|Zelenskyy|Zelenskiy"),
        ("fr", "name", "Q15031", "Xi|Xi Jinping"),
        ("fr", "short", "wang-yi", "Wang"),
        ("ru", "name", "Q7747", "Путин|Путина|Путину|Путиным|Путине|Владимиром Путиным|В.В. Путина|В. Путину"),
        ("ru", "name", "Q15031", "Си Цзиньпин|Си Цзиньпина|Си Цзиньпину|Си Цзиньпином|Си Цзиньпине|Цзиньпина"),
        ("ru", "name", "maria-zakharova", "Захарова|Захаровой|Захарову|Марией Захаровой|Марии Захаровой"),
        ("ru", "name", "sergei-shoigu", "Шойгу|Сергей Шойгу|Сергеем Шойгу|Сергеем Кужугетовичем Шойгу"),
        ("ru", "name", "Q3874799", "Зеленский|Зеленского|Зеленскому|Зеленским|Зеленском"),
        ("ru", "name", "wang-yi", "Ван И"),
        ("ru", "name", "emmanuel-macron", "Макрона|Макроном|Эмманюэлем Макроном"),
        ("ru", "name", "angela-merkel", "Меркель|Ангелой Меркель"),
        ("zh", "name", "Q15031", "习近平|習近平|习近平主席"),
        ("zh", "name", "Q7747", "普京|弗拉基米尔·普京|弗拉基米爾·普京|普丁|蒲亭"),
        ("zh", "name", "Q22686", "特朗普|川普|唐纳德·特朗普"),
        ("zh", "name", "sergei-shoigu", "绍伊古|紹伊古"),
        ("fr", "demonym", "Q148", "chinois|chinoise|chinoises"),
        ("fr", "demonym", "Q159", "russe|russes"),
        ("en", "demonym", "Q30", "American|Americans"),
        ("ru", "demonym", "Q159", "российский|российского|российским|российской|российскими|россияне|россиян"),
        ("ru", "demonym", "Q148", "китайский|китайской|китайскими|китайцы|китайцев|китаец"),
        ("zh", "demonym", "Q159", "俄"),
        ("zh", "metonym", "Q148", "中方|北京"),
        ("zh", "metonym", "Q159", "俄方|莫斯科"),
        ("fr", "metonym", "Q148", "Pékin|Beijing"),
        ("fr", "metonym", "Q30", "Washington|Maison-Blanche|Maison Blanche"),
        ("fr", "metonym", "Q142", "Élysée|Elysée|Quai d'Orsay"),
        ("fr", "metonym", "Q212", "Kiev|Kyiv"),
        ("fr", "metonym", "Q458", "Bruxelles"),
        ("ru", "metonym", "Q159", "Москва|Москвы|Москвой|российская сторона|российской стороной"),
        ("fr", "forces", "Q159", "armée russe|forces russes|troupes russes|soldats russes"),
        ("en", "forces", "Q159", "Russian forces|Russian troops"),
        ("ru", "forces", "Q159", "российские войска|российских войск|российскими военными|ВС РФ"),
        ("zh", "forces", "Q159", "俄军|俄軍"),
        ("ru", "name", "chinese-foreign-ministry", "МИД КНР|МИД Китая|китайского МИД"),
        ("fr", "name", "chinese-foreign-ministry", "ministère chinois des Affaires étrangères"),
        ("ru", "name", "western-countries", "Запад|Запада|западные страны|западных стран|Западные страны"),
        ("zh", "short", "chinese-foreign-ministry", "外交部"),
    ],
)
def test_texts_name_them_so(lang: str, kind: str, id: str, words: str) -> None:
    known = forms_of(lang, kind)
    for form in words.split("|"):
        assert known.get(form, set()) >= {id}, form


def test_the_kremlin_is_no_metonym_and_the_foreign_ministry_alone_is_none() -> None:
    for lang, word in (("fr", "Kremlin"), ("en", "Kremlin"), ("ru", "Кремле"), ("zh", "克里姆林宫")):
        assert forms_of(lang)[word] == {"kremlin"}
    assert "МИД" not in forms_of("ru", "name")
    assert "外交部" not in forms_of("zh", "name")


def test_short_names_shared_by_several_are_only_short() -> None:
    assert {"li-qiang", "li-keqiang"} <= forms_of("en", "short")["Li"]
    assert "Li" not in forms_of("en", "name")
    assert "Wang" not in forms_of("en", "name")


def test_a_paper_keeps_its_capital_and_a_ministry_need_not() -> None:
    known = forms_of("fr", "name")
    assert known["Le Monde"] == {"le-monde"}
    assert "le Monde" not in known
    for initial in "Cc":
        assert known[initial + "onseil de sécurité de Russie"] == {"russian-security-council"}


def test_russian_names_have_their_six_cases_or_none() -> None:
    """A declined name gives at least four different forms; what pymorphy3 knows of a surname is what stands here."""
    pymorphy3 = pytest.importorskip("pymorphy3", reason="pymorphy3 is not installed")
    analyser = pymorphy3.MorphAnalyzer()
    known = forms_of("ru", "name")
    checked = 0
    for actor in REGISTRY.actors.values():
        if actor.kind != "person" or actor.state != "Q159":
            continue
        surname = actor.labels["ru"].split(" ")[-1]
        tag = "masc" if actor.gender == "m" else "femn"
        parses = [
            p
            for p in analyser.parse(surname.lower())
            if p.is_known and {"Surn", "nomn", "sing", tag} in p.tag and "Fixd" not in p.tag
        ]
        if not parses or surname not in known:
            continue
        for case in ("gent", "datv", "accs", "ablt", "loct"):
            word = parses[0].inflect({case}).word.capitalize()
            assert actor.id in known.get(word, ()), f"{actor.id}: {word}"
        checked += 1
    assert checked >= 25


def test_letters_yo_may_be_written_plain() -> None:
    for shelf in (REGISTRY.forms("ru"), REGISTRY.place_forms("ru")):
        forms = {(words, id) for words, id, _ in shelf}
        for words, id in forms:
            if "ё" in words.lower():
                assert (words.replace("ё", "е").replace("Ё", "Е"), id) in forms, words


def test_chinese_forms_come_in_both_scripts() -> None:
    pairs = [("泽连斯基", "澤連斯基"), ("习近平", "習近平"), ("俄罗斯", "俄羅斯"), ("中国外交部", "中國外交部")]
    pairs += [("绥芬河", "綏芬河"), ("新华社", "新華社")]
    known = {words for words, _, _ in (*REGISTRY.forms("zh"), *REGISTRY.place_forms("zh"))}
    for simplified, traditional in pairs:
        assert {simplified, traditional} <= known, simplified
    assert {"台湾", "台灣", "臺灣"} <= known


def test_sounds_written_in_characters_are_not_turned_into_other_words() -> None:
    """里 托 克 in a transliterated name stay what they are in traditional script: only the Caspian is 裏海."""
    known = {words for words, _, _ in (*REGISTRY.forms("zh"), *REGISTRY.place_forms("zh"))}
    assert {"馬里烏波爾", "托卡耶夫", "希拉克", "裏海"} <= known
    assert {words for words in known if set("裏裡託剋慄巖") & set(words)} == {"裏海"}


# ---------------------------------------------------------------------- notation


def test_braces_are_read_in_step() -> None:
    assert inflect("Серге{й,я,ю,я,ем,е} Лавров{,а,у,а,ым,е}") == (
        "Сергей Лавров",
        "Сергея Лаврова",
        "Сергею Лаврову",
        "Сергеем Лавровым",
        "Сергее Лаврове",
    )
    assert spell_out("chinois{,e,es} | Chine") == ("chinois", "chinoise", "chinoises", "Chine")
    assert base_forms("Москв{а,ы} | столиц{а,ы} России") == ("Москва", "столица России")


@pytest.mark.parametrize("wrong", ["Путин{,а", "Путин,а}", "А{а,б} Б{а,б,в}"])
def test_broken_braces_are_named(wrong: str) -> None:
    with pytest.raises(LanguageDataError, match=re.escape(wrong)):
        inflect(wrong)


def test_names_compare_without_case_accents_and_marks() -> None:
    assert plain("Agence France-Presse") == plain("AGENCE FRANCE PRESSE")
    assert plain("La voix de l’opposition") == plain("la voix de l'opposition")
    assert plain("新华社") == "新华社"


# ---------------------------------------------------------------------- sources


@pytest.mark.parametrize(
    ("publisher", "url", "id"),
    [
        ("AFP", None, "afp"),
        ("Agence France-Presse", None, "afp"),
        ("agence france presse", None, "afp"),
        ("La voix de l'opposition russe et de la résistance ukrainienne", None, "voix-opposition-russe"),
        ("Hannibal Genséric", None, "hannibal-genseric"),
        ("hannibal genseric", None, "hannibal-genseric"),
        (None, "https://numidia-liberum.blogspot.com/2026/02/x.html", "hannibal-genseric"),
        (None, "https://www.kasparovru.com/material.php?id=1", "kasparovru"),
        ("ТАСС", None, "tass"),
        ("新华社", None, "xinhua"),
        ("Xinhua", "https://french.news.cn/20260202/c.html", "xinhua"),
        (None, "https://french.news.cn/20260202/c.html", "xinhua"),
        ("CCTV", None, "cctv"),
        (None, "https://tv.cctv.com/2023/03/21/V.shtml", "cctv"),
        (None, "https://ria.ru/1.html", "ria-novosti"),
        (None, "https://theria.ru/1.html", None),
        ("Channel One Russia", None, "channel-one-russia"),
        ("i24NEWS", None, "i24news"),
        ("UPI", None, "upi"),
        ("AP", None, "ap"),
    ],
)
def test_publishers_are_known_by_name_or_address(publisher: str | None, url: str | None, id: str | None) -> None:
    source = REGISTRY.resolve_source(publisher, url)
    assert source.local == (id is None)
    assert id is None or source.id == id


def test_the_name_weighs_more_than_the_address() -> None:
    assert REGISTRY.resolve_source("AFP", "https://www.lemonde.fr/1").id == "afp"


def test_an_unknown_publisher_is_a_local_source_of_its_own_name() -> None:
    one = REGISTRY.resolve_source("Le Courrier du fleuve", "https://courrier.example/1")
    same = REGISTRY.resolve_source("le courrier du FLEUVE", None)
    other = REGISTRY.resolve_source("Le Courrier du lac", None)
    assert (one.kind, one.local, one.name) == ("unknown", True, "Le Courrier du fleuve")
    assert one.id == same.id != other.id
    by_host = REGISTRY.resolve_source(None, "https://www.courrier.example/1")
    assert (by_host.name, by_host.domains) == ("courrier.example", ("courrier.example",))


@pytest.mark.parametrize("url", [None, "", "no address", "http://[", "file:///tmp/x"])
def test_without_name_and_host_the_source_is_unknown(url: str | None) -> None:
    source = REGISTRY.resolve_source("  ", url)
    assert source.id == UNKNOWN_SOURCE
    assert source.labels["fr"] == "source inconnue"


def test_publishers_have_a_kind_and_no_domain_has_two() -> None:
    kinds = {"agency", "state-media", "newspaper", "magazine", "broadcaster", "news-site", "blog"}
    kinds |= {"ministry", "office", "think-tank", "aggregator"}
    seen: dict[str, str] = {}
    for source in REGISTRY.sources.values():
        assert source.kind in kinds, source.id
        assert source.agency == (source.kind == "agency"), source.id
        for domain in source.domains:
            assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain), domain
            assert seen.setdefault(domain, source.id) == source.id, domain


# ---------------------------------------------------------------------- access and loading


def test_what_is_not_there_is_said() -> None:
    for ask in (REGISTRY.actor, REGISTRY.place, REGISTRY.source):
        with pytest.raises(NotFoundError, match="no-such-thing"):
            ask("no-such-thing")
    with pytest.raises(NotFoundError, match="no-such-thing"):
        REGISTRY.label("no-such-thing", "fr")


def test_the_data_that_travels_with_the_program_is_found() -> None:
    assert (seed_folder() / "actors").is_dir()
    assert ontology_path().is_file()


def test_loading_costs_little_more_than_reading_toml() -> None:
    paths = [*seed_folder().glob("actors/*.toml"), seed_folder() / "places.toml", seed_folder() / "sources.toml"]
    texts = [path.read_text(encoding="utf8") for path in paths]

    def best(work: Callable[[], object]) -> float:
        spent = []
        for _ in range(7):
            start = time.process_time()
            work()
            spent.append(time.process_time() - start)
        return min(spent)

    parsing = best(lambda: [tomllib.loads(text) for text in texts])
    assert best(lambda: read_seeds(seed_folder())) < 3 * parsing


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("[x]\nkind = 'person'\nfr = 'X'\nen = 'X'\nru = 'Х'", "no name in zh"),
        ("[x]\nkind = 'alien'\nfr = 'X'\nen = 'X'\nru = 'Х'\nzh = '某'", "alien"),
        ("[x]\nfr = 'X'\nen = 'X'\nru = 'Х'\nzh = '某'", "kind is missing"),
        ("[x]\nkind = 'person'\ncolour = 'red'\nfr = 'X'\nen = 'X'\nru = 'Х'\nzh = '某'", "colour"),
        ("[Q1]\nkind = 'person'\nfr = 'X'\nen = 'X'\nru = 'Х'\nzh = '某'", "checked"),
        ("[x]\nkind = 'person'\nfr = 'X'\nen = 'X'\nru = 'Х'\nzh = '某'\noffices = ['king of x 2001']", "offices"),
        ("[x]\nkind = 'person'\nfr = 'X'\nen = 'X'\nru = 'Х'\nzh = '某'\nshort.de = 'X'", "de"),
        ("[x", "a.toml"),
        ("x = 1", "outside a table"),
    ],
)
def test_broken_seeds_are_refused_by_file_and_entry(tmp_path: Path, entry: str, message: str) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "a.toml").write_text(entry, encoding="utf8")
    with pytest.raises(LanguageDataError, match=message) as caught:
        read_seeds(tmp_path)
    assert "a.toml" in str(caught.value)


def test_an_id_taken_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    text = "[x]\nkind = 'person'\nfr = 'X'\nen = 'X'\nru = 'Х'\nzh = '某'\n"
    for name in ("a.toml", "b.toml"):
        (tmp_path / "actors" / name).write_text(text, encoding="utf8")
    with pytest.raises(LanguageDataError, match="already taken"):
        read_seeds(tmp_path)


def test_gold_names_are_canonical_names() -> None:
    """Where the shared evaluation is at hand: whoever it names is here under that very name."""
    folder = ROOT.parent / "shared" / "eval" / "dev" / "gold"
    if not folder.is_dir():
        pytest.skip("the shared evaluation articles are not on this machine")
    names = {actor.name for actor in REGISTRY.actors.values()}
    places = {place.name for place in REGISTRY.places.values()}
    for path in folder.glob("*.json"):
        for event in json.loads(path.read_text(encoding="utf8"))["events"]:
            assert {actor["name"] for actor in event["actors"]} <= names, path.name
            assert event["place"] is None or event["place"] in places, event["place"]
