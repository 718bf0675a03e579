"""Invented contracts of past years, the same for every run: the years behind the dashboards.

Years, kinds and places are skewed as the market is: more every year, services and development
first, a few provinces with most of it. Names of parties are the institutions of the
demonstration, and invented companies beside them that the platform does not know.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from yizhan.contracts.services import PastContract, PastParty
from yizhan.contracts.terms import SUB_KINDS, IpType, Payment, PlanSource
from yizhan.directory.terms import Field

FIRST_YEAR = 2006
_GROWTH = 1.16
_SEED = 20_260_301
# Of a thousand contracts; licences stand alone since 2021 and were assignments before.
_KINDS = (
    ("service", 520),
    ("development", 330),
    ("assignment", 45),
    ("licence", 35),
    ("consulting", 70),
)
_FIELDS = (26, 4, 17, 10, 9, 8, 9, 1, 5, 5, 6)
_OBJECTS = {
    "01": ("工业视觉检测", "边缘计算网关", "变电站通信", "港口调度软件", "芯片测试"),
    "02": ("机翼除冰", "卫星姿态控制", "复合材料蒙皮", "航电总线"),
    "03": ("泵阀铸造", "数控刀库", "焊缝跟踪", "大型减速机", "注塑模温"),
    "04": ("抗体纯化", "骨科植入物", "影像判读", "发酵过程控制"),
    "05": ("双相不锈钢", "碳纤维预浸料", "耐蚀涂层", "特种陶瓷烧结"),
    "06": ("储能电站", "余热回收", "光伏组件回收", "生物质锅炉"),
    "07": ("高盐废水处理", "烟气脱硝", "土壤修复", "污泥干化"),
    "08": ("辐照灭菌", "核级阀门", "剂量监测"),
    "09": ("设施番茄栽培", "水稻种质", "冷链保鲜", "滴灌施肥"),
    "10": ("隧道监测", "动车制动", "船舶岸电", "智能路侧"),
    "11": ("装配式建筑", "管网检漏", "古建筑保护", "应急照明"),
}
_DEEDS = {
    "service": ("技术服务", "运行优化服务", "人员技术培训", "检测方法服务"),
    "development": ("关键技术开发", "装置研制", "工艺联合研发", "软件开发"),
    "assignment": ("专利权转让", "工艺秘密转让", "软件著作权转让"),
    "licence": ("专利实施许可", "工艺使用许可"),
    "consulting": ("可行性论证", "技术方案评估", "专题调查"),
}
_TRADES = ("精工", "新材", "能源", "智控", "生物", "环境", "交通", "农科", "仪器", "软件")
_SYLLABLES = "澜岚溪川原汀屿泽岭峡湾洲岸麓峰野"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A party the generator may name; without a code the platform does not know it."""

    name: str
    code: str
    region: str
    nature: str
    makes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An office whose numbers are given out: its four digits and its two."""

    prefix: str
    code: str


def past_contracts(
    count: int, *, houses: Sequence[House], desks: Sequence[Desk], until: date
) -> Iterator[PastContract]:
    """Yield the contracts in order of registration, with gapless numbers of each office."""
    chance = Random(_SEED)  # noqa: S311 - the same invention every time, no secret
    serials: dict[tuple[int, Desk], int] = {}
    local = {desk.prefix[:2]: desk for desk in desks}
    makers = [house for house in houses if house.makes]
    for place, day in enumerate(_days(count, until)):
        seller = _maker(chance, makers, houses)
        buyer = _buyer(chance, houses, seller)
        desk = local.get(seller.region[:2], desks[0])
        serial = serials[day.year, desk] = serials.get((day.year, desk), 0) + 1
        number = f"{day.year}{desk.prefix}{desk.code}{serial:06d}"
        yield _contract(chance, number=number, day=day, seller=seller, buyer=buyer, place=place)


def _days(count: int, until: date) -> list[date]:
    """Spread the contracts over working months, more in each year and towards its end."""
    years = range(FIRST_YEAR, until.year + 1)
    weights = [_GROWTH ** (year - FIRST_YEAR) for year in years]
    total = sum(weights)
    days = []
    for year, weight in zip(years, weights, strict=True):
        last = min(date(year, 12, 28), until)
        span = (last - date(year, 1, 5)).days
        wanted = round(count * weight / total)
        # The root puts the middle of a year's contracts behind the middle of the year.
        shares = (((place + 0.5) / wanted) ** 0.8 for place in range(wanted))
        days += [date(year, 1, 5) + timedelta(days=int(span * share)) for share in shares]
    return days


def _maker(chance: Random, makers: Sequence[House], houses: Sequence[House]) -> House:
    # Companies sell more technology than universities do.
    if chance.random() < 0.4:
        return makers[int(len(makers) * chance.random() ** 1.6)]
    return _company(chance, houses[int(len(houses) * chance.random() ** 1.8)].region)


def _buyer(chance: Random, houses: Sequence[House], seller: House) -> House:
    if chance.random() < 0.45:
        region = seller.region
    else:
        region = houses[chance.randrange(len(houses))].region
    known = houses[chance.randrange(len(houses))]
    if chance.random() < 0.15 and known.name != seller.name:
        return known
    return _company(chance, region)


def _company(chance: Random, region: str) -> House:
    word = "".join(chance.sample(_SYLLABLES, 2))
    trade = chance.choice(_TRADES)
    suffix = f"{chance.randrange(1, 9999):04d}"
    nature = chance.choice(("150", "150", "150", "160", "170", "110", "310"))
    return House(
        name=f"{word}{trade}{suffix}有限公司", code="", region=region, nature=nature, makes=True
    )


def _contract(
    chance: Random, *, number: str, day: date, seller: House, buyer: House, place: int
) -> PastContract:
    kind = chance.choices([one for one, _w in _KINDS], [w for _k, w in _KINDS])[0]
    subkind = chance.choice(SUB_KINDS[kind])
    field = chance.choices(Field.values, _FIELDS)[0]
    # Amounts grow with the years, as prices and projects did.
    median = 11.6 + 0.09 * (day.year - FIRST_YEAR)
    value = Decimal(round(min(chance.lognormvariate(median, 1.25), 9e8), -2))
    # Some equipment came along with a third of them.
    amount = value * Decimal(chance.choice(("1", "1", "0.8", "0.65")))
    signed_on = day - timedelta(days=12 + place % 50)
    abroad = chance.random() < 0.015
    return PastContract(
        number=number,
        title=f"{chance.choice(_OBJECTS[field])}{chance.choice(_DEEDS[kind])}",
        kind=kind,
        subkind=subkind,
        field=field,
        ip_type=_ip(chance, kind),
        plan_source=_plan(chance),
        objective=f"{chance.choice((1, 2, 2, 2, 3, 4, 5, 7, 8)):02d}",
        industry=chance.choice(("C34", "C35", "C39", "I65", "M73", "A01", "D44", "N77", "G54")),
        payment=chance.choice((Payment.LUMP_SUM, Payment.INSTALMENTS, Payment.INSTALMENTS)),
        signed_on=signed_on,
        accepted_on=day - timedelta(days=5),
        registered_on=day,
        effective_from=signed_on,
        effective_until=signed_on + timedelta(days=365 * chance.choice((1, 1, 2, 3))),
        value=value,
        amount=amount,
        seller=_party(seller),
        buyer=_foreign(chance) if abroad else _party(buyer),
        source="demonstration",
        external_id=number,
    )


def _ip(chance: Random, kind: str) -> str:
    if kind in {"assignment", "licence"}:
        return chance.choice((IpType.INVENTION_PATENT, IpType.UTILITY_MODEL, IpType.KNOW_HOW))
    return chance.choice((IpType.NONE, IpType.NONE, IpType.KNOW_HOW, IpType.SOFTWARE_COPYRIGHT))


def _plan(chance: Random) -> str:
    chosen = chance.choices(
        (PlanSource.NONE, PlanSource.PROVINCE, PlanSource.NATIONAL, PlanSource.PREFECTURE),
        (88, 5, 4, 3),
    )
    return chosen[0]


def _party(house: House) -> PastParty:
    return PastParty(name=house.name, code=house.code, region=house.region, nature=house.nature)


def _foreign(chance: Random) -> PastParty:
    country = chance.choice(("116", "502", "304", "133"))
    name = chance.choice(("Northfjord Marine", "Kestrel Process", "Halden Instruments"))
    return PastParty(name=f"{name} Ltd. {country}", country=country, nature="900")
