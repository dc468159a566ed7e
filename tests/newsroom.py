"""A made-up newsroom: as many articles as wanted, in four languages, whose sentences are read like those of real ones.

What happens (who, what, where, which day) is drawn first, and several outlets in several languages then tell it, with
modes that differ now and then, so that there is something to link, to hold apart and to compare. No tests in here.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FIRST = date(2014, 1, 6)
TOLD = 4  # articles that tell one happening, on average
EACH = 3  # happenings that one article tells
COLOURED = 9  # sentences without any event in an article
LANGS = ("fr", "en", "ru", "zh")
FIRM = (
    ("Vol", "Tor", "Bel", "Nor", "Ast"),
    ("ka", "mi", "ro", "lu", "de", "sa"),
    ("va", "ti", "no", "be", "gu", ""),
    ("ntek", "stal", "prom", "gaz", "line"),
)
MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
}
# Russian: nominative, instrumental
RUSSIANS = (
    ("Vladimir Poutine", "Vladimir Putin", "Владимир Путин", "Владимиром Путиным", "普京"),
    ("Sergueï Lavrov", "Sergey Lavrov", "Сергей Лавров", "Сергеем Лавровым", "拉夫罗夫"),
    ("Mikhaïl Michoustine", "Mikhail Mishustin", "Михаил Мишустин", "Михаилом Мишустиным", "米舒斯京"),
    ("Andreï Belooussov", "Andrey Belousov", "Андрей Белоусов", "Андреем Белоусовым", "别洛乌索夫"),
    ("Sergueï Choïgou", "Sergei Shoigu", "Сергей Шойгу", "Сергеем Шойгу", "绍伊古"),
)
CHINESE = (
    ("Xi Jinping", "Xi Jinping", "Си Цзиньпин", "Си Цзиньпином", "习近平"),
    ("Wang Yi", "Wang Yi", "Ван И", "Ван И", "王毅"),
    ("Li Qiang", "Li Qiang", "Ли Цян", "Ли Цяном", "李强"),
    ("Dong Jun", "Dong Jun", "Дун Цзюнь", "Дун Цзюнем", "董军"),
    ("Zhao Leji", "Zhao Leji", "Чжао Лэцзи", "Чжао Лэцзи", "赵乐际"),
)
# name in the four languages, Russian with its preposition
PLACES = (
    ("Pékin", "Beijing", "в Пекине", "北京"),
    ("Moscou", "Moscow", "в Москве", "莫斯科"),
    ("Shanghai", "Shanghai", "в Шанхае", "上海"),
    ("Vladivostok", "Vladivostok", "во Владивостоке", "符拉迪沃斯托克"),
    ("Kazan", "Kazan", "в Казани", "喀山"),
    ("Harbin", "Harbin", "в Харбине", "哈尔滨"),
)
OUTLETS = {
    "fr": ("Le Courrier de l'Est", "AFP", "La Lettre du fleuve"),
    "en": ("The River Gazette", "Reuters", "Harbour Daily"),
    "ru": ("Вестник реки", "ТАСС", "Дальневосточный листок"),
    "zh": ("江河日报", "新华社", "北方观察"),
}
TOLD_AS: dict[str, dict[str, tuple[str, ...]]] = {
    "call": {
        "fr": (
            "{r} s'est entretenu par téléphone avec {c} le {day}.",
            "Le {day}, {c} a eu un entretien téléphonique avec {r}.",
        ),
        "en": ("{r} held a telephone call with {c} on {day}.", "On {day}, {c} spoke by phone with {r}."),
        "ru": ("{day} {r} провёл телефонный разговор с {ci}.", "{c} поговорил по телефону с {ri} {day}."),
        "zh": ("{day}，{c}同{r}通电话。", "{r}{day}与{c}通了电话。"),
    },
    "talks": {
        "fr": ("{c} a rencontré {r} à {place} le {day}.", "Le {day}, {r} a tenu des pourparlers avec {c} à {place}."),
        "en": ("{c} met {r} in {place} on {day}.", "On {day}, {r} held talks with {c} in {place}."),
        "ru": ("{day} {r} встретился с {ci} {place}.", "{c} провёл переговоры с {ri} {place} {day}."),
        "zh": ("{day}，{c}在{place}会见{r}。", "{r}{day}在{place}同{c}举行会谈。"),
    },
    "visit": {
        "fr": ("{r} s'est rendu à {place} le {day}.", "Le {day}, {r} est arrivé à {place} pour une visite officielle."),
        "en": ("{r} arrived in {place} on {day} for an official visit.", "On {day}, {r} visited {place}."),
        "ru": ("{day} {r} побывал с официальным визитом {place}.", "{r} находился с визитом {place} {day}."),
        "zh": ("{day}，{r}抵达{place}进行正式访问。", "{r}{day}访问{place}。"),
    },
    "signing": {
        "fr": (
            "La Russie et la Chine ont signé à {place} un accord sur le gaz le {day}.",
            "Le {day}, Moscou et Pékin ont conclu à {place} un accord de {number} milliards de dollars.",
        ),
        "en": (
            "Russia and China signed a gas agreement in {place} on {day}.",
            "On {day}, Moscow and Beijing concluded in {place} an agreement worth {number} billion dollars.",
        ),
        "ru": (
            "{day} Россия и Китай подписали {place} соглашение о поставках газа.",
            "Россия и Китай заключили {place} соглашение на {number} млрд долларов {day}.",
        ),
        "zh": ("{day}，中俄两国在{place}签署天然气协议。", "中国和俄罗斯{day}在{place}签署{number}0亿美元的协议。"),
    },
    "exercise": {
        "fr": ("La Chine et la Russie ont mené des manœuvres navales conjointes le {day}.",),
        "en": ("China and Russia held joint naval exercises on {day}.",),
        "ru": ("{day} Китай и Россия провели совместные военно-морские учения.",),
        "zh": ("{day}，中国和俄罗斯举行海上联合军事演习。",),
    },
    "statement": {
        "fr": ("« Nos échanges ont atteint {number} milliards de dollars », a déclaré {c} le {day}.",),
        "en": ('"Our trade has reached {number} billion dollars," {c} said on {day}.',),
        "ru": ("«Наш товарооборот достиг {number} млрд долларов», — заявил {c} {day}.",),
        "zh": ("{c}{day}表示，两国贸易额达到{number}0亿美元。",),
    },
}
AROUND = {
    "fr": (
        "Selon le Kremlin, les deux parties ont évoqué {topic} et {other}.",
        "Les livraisons de gaz ont augmenté de {number} % sur un an à {firm}, d'après les douanes chinoises.",
        "Le mois prochain, une délégation russe participera à {place} à un forum sur {topic}.",
        "Pékin a critiqué les sanctions que Washington avait annoncées à propos de l'entreprise {firm}.",
    ),
    "en": (
        "The two sides discussed {topic} and {other}, according to the Kremlin.",
        "Gas deliveries rose by {number} per cent over the year at {firm}, Chinese customs said.",
        "A Russian delegation will attend a forum on {topic} in {place} next month.",
        "Beijing criticised the sanctions that Washington had announced against the firm {firm}.",
    ),
    "ru": (
        "По данным Кремля, стороны обсудили {topic} и {other}.",
        "Поставки газа выросли за год в {firm} на {number} %, сообщила таможня Китая.",
        "В следующем месяце российская делегация примет участие {place} в форуме, тема которого — {topic}.",
        "Пекин раскритиковал санкции, о которых Вашингтон объявил против компании {firm}.",
    ),
    "zh": (
        "据克里姆林宫消息，双方讨论了{topic}和{other}。",
        "中国海关表示，{firm}一年来天然气供应量增长了百分之{number}。",
        "下个月，俄罗斯代表团将出席在{place}举行的{topic}论坛。",
        "北京批评了华盛顿宣布的针对{firm}公司的制裁。",
    ),
}
TOPICS = {
    "fr": (
        "l'énergie",
        "l'espace",
        "les chemins de fer",
        "la forêt",
        "la pêche",
        "le blé",
        "les universités",
        "le nickel",
        "l'aviation",
        "les routes du Nord",
        "la monnaie",
        "le cinéma",
        "le tourisme",
        "les ports",
        "le bois",
        "l'hydrogène",
        "les satellites",
        "le soja",
        "les ponts",
        "les douanes",
    ),
    "en": (
        "energy",
        "space",
        "railways",
        "forestry",
        "fishing",
        "wheat",
        "universities",
        "nickel",
        "aviation",
        "northern routes",
        "currency",
        "cinema",
        "tourism",
        "ports",
        "timber",
        "hydrogen",
        "satellites",
        "soya",
        "bridges",
        "customs",
    ),
    "ru": (
        "энергетику",
        "космос",
        "железные дороги",
        "лесное хозяйство",
        "рыболовство",
        "пшеницу",
        "университеты",
        "никель",
        "авиацию",
        "северные пути",
        "валюту",
        "кино",
        "туризм",
        "порты",
        "древесину",
        "водород",
        "спутники",
        "сою",
        "мосты",
        "таможню",
    ),
    "zh": (
        "能源",
        "航天",
        "铁路",
        "林业",
        "渔业",
        "小麦",
        "大学",
        "镍",
        "航空",
        "北方航道",
        "货币",
        "电影",
        "旅游",
        "港口",
        "木材",
        "氢能",
        "卫星",
        "大豆",
        "桥梁",
        "海关",
    ),
}
# Sentences that tell no event: real articles are full of them, and they cost as much to read. The parts are short, so
# that two articles have few runs of words in common.
COLOUR = {
    "fr": (
        "au marché | à la gare | sur le quai | dans la cour | au village | à l'école | sous le pont | dans la vallée |"
        " près du phare | derrière l'usine | au bord du lac | dans la forêt",
        "un pêcheur | une couturière | le boulanger | une étudiante | un mécanicien | la gardienne | un retraité |"
        " le facteur | une cuisinière | un bûcheron | la libraire | un apiculteur | le coiffeur | une géologue",
        "répare | vend | compte | range | peint | garde | cherche | lave | transporte | trie | pèse | dessine",
        "lentement | sans bruit | avec soin | chaque matin | depuis l'aube | en chantant | malgré le vent |"
        " par habitude",
        "des filets | des bottes | du miel | des lampes | de vieux livres | des planches | des pommes | un moteur |"
        " des cartes | une barque | des bocaux | du thé noir | des cordes | des chaussures",
    ),
    "en": (
        "at the market | near the station | on the quay | in the yard | in the village | at school | under the bridge |"
        " in the valley | by the lighthouse | behind the mill | at the lake | in the woods",
        "a fisherman | a seamstress | the baker | a student | a mechanic | the caretaker | a pensioner | the postman |"
        " a cook | a woodcutter | the bookseller | a beekeeper | the barber | a geologist",
        "mends | sells | counts | sorts | paints | keeps | seeks | washes | carries | stacks | weighs | draws",
        "slowly | without noise | with care | every morning | since dawn | while singing | despite the wind | by habit",
        "nets | boots | honey | lamps | old books | planks | apples | an engine | maps | a rowing boat | jars |"
        " black tea | ropes | shoes",
    ),
    "ru": (
        "на рынке | у вокзала | на причале | во дворе | в деревне | в школе | под мостом | в долине | у маяка |"
        " за мельницей | на озере | в лесу",
        "рыбак | швея | пекарь | студентка | механик | сторож | пенсионер | почтальон | повариха | дровосек |"
        " букинист | пчеловод | парикмахер | геолог",
        "чинит | продаёт | считает | раскладывает | красит | хранит | ищет | моет | носит | сортирует | взвешивает |"
        " рисует",
        "медленно | без шума | бережно | каждое утро | с рассвета | напевая | несмотря на ветер | по привычке",
        "сети | сапоги | мёд | лампы | старые книги | доски | яблоки | мотор | карты | лодку | банки | чёрный чай |"
        " верёвки | ботинки",
    ),
    "zh": (
        "集市上 | 车站旁 | 码头边 | 院子里 | 村子里 | 学校里 | 桥底下 | 山谷中 | 灯塔附近 | 磨坊后面 | 湖边 | 树林里",
        "一位渔民 | 一名裁缝 | 面包师 | 一名学生 | 一位技工 | 看门人 | 一位老人 | 邮递员 | 一名厨师 | 伐木工 |"
        " 书店老板 | 养蜂人 | 理发师 | 一位地质员",
        "修补着 | 卖着 | 数着 | 整理着 | 涂刷着 | 看管着 | 寻找着 | 清洗着 | 搬运着 | 堆放着 | 称着 | 画着",
        "慢慢地 | 静悄悄地 | 小心地 | 每天早晨 | 天一亮就 | 哼着歌 | 顶着风 | 照老习惯",
        "渔网 | 靴子 | 蜂蜜 | 灯具 | 旧书 | 木板 | 苹果 | 发动机 | 地图 | 小船 | 坛子 | 红茶 | 绳子 | 鞋子",
    ),
}
TITLES = {
    "fr": "Russie et Chine, {number} : le récit du {day}",
    "en": "Russia and China, {number}: what {day} brought",
    "ru": "Россия и Китай, {number}: чем запомнилось {day}",
    "zh": "中俄关系{number}:{day}纪事",
}


@dataclass(frozen=True)
class Happening:
    """What is told: kind, the Russian and the Chinese side, place and day."""

    kind: str
    russian: int
    chinese: int
    place: int
    day: date
    number: int


def happening(number: int, seed: int) -> Happening:
    """The `number`-th of a seed, whoever asks and in whatever order. One a day, more or less."""
    chance = random.Random(f"{seed}/{number}")
    return Happening(
        kind=chance.choices(tuple(TOLD_AS), (3, 4, 2, 2, 1, 2))[0],
        russian=chance.randrange(len(RUSSIANS)),
        chinese=chance.randrange(len(CHINESE)),
        place=chance.randrange(len(PLACES)),
        day=FIRST + timedelta(days=number % 4300),
        number=chance.randrange(11, 99),
    )


def written_day(day: date, lang: str) -> str:
    """4 февраля 2026 года"""
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    month = MONTHS[lang][day.month - 1]
    if lang == "fr" and day.day == 1:
        return f"1er {month} {day.year}"
    return f"{day.day} {month} {day.year}" + (" года" if lang == "ru" else "")


def told(what: Happening, lang: str, chance: random.Random) -> str:
    """One sentence of one outlet on one happening."""
    kind = "talks" if what.kind == "call" and chance.random() < 0.1 else what.kind
    return _filled(chance.choice(TOLD_AS[kind][lang]), what, lang, chance)


def colour(lang: str, chance: random.Random) -> str:
    """A sentence without an event."""
    place, who, does, how, what = (chance.choice(part.split("|")).strip() for part in COLOUR[lang])
    if lang == "zh":
        return f"{place}，{who}{how}{does}{what}。"
    return (
        f"{place[0].upper()}{place[1:]}, {who} {does} {how} {what}."
        if lang != "ru"
        else (f"{place[0].upper()}{place[1:]} {who} {how} {does} {what}.")
    )


def _filled(template: str, what: Happening, lang: str, chance: random.Random) -> str:
    at = LANGS.index(lang)
    name = at if lang != "zh" else 4
    return template.format(
        r=RUSSIANS[what.russian][name],
        c=CHINESE[what.chinese][name],
        ri=RUSSIANS[what.russian][3],
        ci=CHINESE[what.chinese][3],
        place=PLACES[what.place][at],
        day=written_day(what.day, lang),
        number=what.number,
        topic=chance.choice(TOPICS[lang]),
        other=chance.choice(TOPICS[lang]),
        firm="".join(chance.choice(part) for part in FIRM),
    )


def row(number: int, *, seed: int = 1) -> dict[str, Any]:
    """The `number`-th article, as a row of a .jsonl file."""
    chance = random.Random(f"{seed}:{number}")
    lang = LANGS[number % 4]
    first = number // TOLD * EACH
    news = [happening(first + step, seed) for step in range(EACH)]
    parts = [told(what, lang, chance) for what in news]
    around = chance.sample(AROUND[lang], 3)
    parts += [_filled(template, chance.choice(news), lang, chance) for template in around]
    gap = "" if lang == "zh" else " "
    parts += [colour(lang, chance) for _ in range(COLOURED)]
    chance.shuffle(parts)
    published = max(what.day for what in news) + timedelta(days=chance.randrange(1, 4))
    return {
        "id": f"n{seed}-{number}",
        "title": TITLES[lang].format(number=number, day=written_day(published, lang)),
        "text": "\n\n".join(gap.join(parts[at : at + 4]) for at in range(0, len(parts), 4)),
        "lang": lang,
        "published": published.isoformat(),
        "publisher": chance.choice(OUTLETS[lang]),
        "url": f"https://newsroom.example/{lang}/{seed}/{number}",
    }


def rows(count: int, *, start: int = 0, seed: int = 1) -> Iterator[dict[str, Any]]:
    """`count` articles from the `start`-th on; the same numbers give the same articles."""
    return (row(number, seed=seed) for number in range(start, start + count))


def write_jsonl(path: Path, count: int, *, start: int = 0, seed: int = 1) -> Path:
    """The same as a file."""
    with path.open("w", encoding="utf8") as out:
        for one in rows(count, start=start, seed=seed):
            out.write(json.dumps(one, ensure_ascii=False) + "\n")
    return path
