"""How a contract becomes cells: the one text that folding, reading and recounting share.

A contract is one line; a cell is (side, place, axis, month, code). Each line counts in the
nation, in its province and in its city, once for every axis: marginal cubes, because one cube
of all dimensions would have more cells than there are contracts. Cities are cut finely by month
only for totals and kinds; their other cells hold a whole year, under month 00.
"""

from collections.abc import Iterable

from yizhan.statistics.terms import CUBE, NATION, Axis, Side

# The channel on which writers hold a shared lock until they commit: who holds it alone knows
# that every movement with a number below the highest is there to be read.
WRITERS = 7_310_001
FOLDERS = 7_310_002

DIMENSIONS = (
    "month", "seller_province", "seller_city", "buyer_province", "buyer_city", "kind",
    "subkind", "field", "ip_type", "plan_source", "section", "band", "seller_nature",
    "buyer_nature", "office",
)  # fmt: skip
AMOUNTS = ("value_fen", "technology_fen")
# What cities keep by month.
MONTHLY_IN_CITIES = (Axis.TOTAL, Axis.KIND)
_MONTHLY = ", ".join(f"'{axis.value}'" for axis in MONTHLY_IN_CITIES)
# The month of a cell, of a line `l` in a place `p` cut by an axis `a`.
CELL_MONTH = (
    f"CASE WHEN p.is_city AND a.axis NOT IN ({_MONTHLY}) THEN l.month / 100 * 100"
    " ELSE l.month END"
)

FIGURES = DIMENSIONS + AMOUNTS
LINE = ("contract_id", "version", *FIGURES)

_CODES = {
    (Side.SELLER, Axis.NATURE): "seller_nature",
    (Side.SELLER, Axis.PARTNER_NATURE): "buyer_nature",
    (Side.SELLER, Axis.PARTNER): "buyer_province",
    (Side.BUYER, Axis.NATURE): "buyer_nature",
    (Side.BUYER, Axis.PARTNER): "seller_province",
}
_PLAIN = {
    Axis.TOTAL: "''",
    Axis.KIND: "kind",
    Axis.SUBKIND: "subkind",
    Axis.FIELD: "field",
    Axis.IP_TYPE: "ip_type",
    Axis.PLAN_SOURCE: "plan_source",
    Axis.SECTION: "section",
    Axis.BAND: "band",
    Axis.OFFICE: "office",
}


def code_of(side: Side, axis: Axis) -> str:
    """Name the column (or constant) of a line that an axis is cut by."""
    return _CODES.get((side, axis)) or _PLAIN[axis]


def places_of(side: Side) -> tuple[str, str, str]:
    """Name the three places of a line on a side, from the nation down."""
    who = "seller" if side == Side.SELLER else "buyer"
    return f"'{NATION}'", f"{who}_province", f"{who}_city"


def place_values(side: Side, prefix: str = "") -> str:
    """Write the places of a line as rows (place, is_city) for a lateral join."""
    nation, province, city = (_of(name, prefix) for name in places_of(side))
    return f"({nation}, false), ({province}, false), ({city}, true)"


def axis_values(side: Side, axes: Iterable[Axis], prefix: str = "") -> str:
    """Write the axes of a line with their codes as rows for a lateral join."""
    return ", ".join(f"('{axis.value}', {_of(code_of(side, axis), prefix)})" for axis in axes)


def contributions(source: str) -> str:
    """Select every cell that signed lines of a source add to, summed."""
    rows = [
        f"SELECT '{side.value}' AS side, p.place, a.axis, {CELL_MONTH} AS month, a.code,"  # noqa: S608 -- constants
        " l.sign AS n, l.sign * l.value_fen AS v, l.sign * l.technology_fen AS t"
        f" FROM {source} l"
        f" CROSS JOIN LATERAL (VALUES {place_values(side, 'l.')}) p(place, is_city)"
        f" CROSS JOIN LATERAL (VALUES {axis_values(side, axes, 'l.')}) a(axis, code)"
        " WHERE p.place <> ''"
        for side, axes in CUBE.items()
    ]
    return (
        "SELECT side, place, axis, month, code, sum(n)::bigint AS contracts,"  # noqa: S608 -- constants
        " sum(v)::bigint AS value_fen, sum(t)::bigint AS technology_fen"
        f" FROM ({' UNION ALL '.join(rows)}) added GROUP BY 1, 2, 3, 4, 5"
    )


def recount(side: Side, axis: Axis, source: str) -> str:
    """Select the cells of one side and axis over unsigned lines, in one pass over them."""
    _nation, province, city = places_of(side)
    code = code_of(side, axis)
    key = "" if code == "''" else f", {code}"
    city_month = "month" if axis in MONTHLY_IN_CITIES else "(month / 100 * 100)"
    return (
        "SELECT place, month, code, contracts, value_fen, technology_fen FROM ("  # noqa: S608 -- constants
        f"SELECT CASE WHEN grouping({city}) = 0 THEN {city} WHEN grouping({province}) = 0"
        f" THEN {province} ELSE '{NATION}' END AS place, CASE WHEN grouping({city}) = 0"
        f" THEN {city_month} ELSE month END AS month, {code} AS code,"
        " count(*) AS contracts, sum(value_fen)::bigint AS value_fen,"
        f" sum(technology_fen)::bigint AS technology_fen FROM {source}"
        f" GROUP BY GROUPING SETS ((month{key}), (month, {province}{key}),"
        f" ({city_month}, {city}{key}))) counted WHERE place <> ''"
    )


def _of(name: str, prefix: str) -> str:
    return name if name.startswith("'") else f"{prefix}{name}"


def lines_of(source: str) -> str:
    """Select the lines of the counted contracts of a source: the whole definition of a count.

    `source` is a table with the columns of contracts. A counted contract is registered and
    has its day. Regions of a municipality's counties stand for a city; a region that is
    itself a province has no city; who has no region is abroad or unknown.
    """
    return (
        f"SELECT c.id AS contract_id, c.version,"  # noqa: S608 -- constants
        " (extract(year FROM c.registered_on) * 100"
        " + extract(month FROM c.registered_on))::int AS month,"
        f" {_province('seller')} AS seller_province, {_city('sr', 'sp')} AS seller_city,"
        f" {_province('buyer')} AS buyer_province, {_city('br', 'bp')} AS buyer_city,"
        " c.kind, c.subkind, c.field, c.ip_type, c.plan_source,"
        " coalesce(left(c.industry_id, 1), '') AS section,"
        f" {_band('c.contract_value')} AS band, c.seller_nature, c.buyer_nature,"
        " coalesce(c.office_id::text, '') AS office,"
        " (c.contract_value * 100)::bigint AS value_fen,"
        " (coalesce(c.technology_amount, 0) * 100)::bigint AS technology_fen"
        f" FROM {source} c"
        " LEFT JOIN directory_region sr ON sr.code = c.seller_region_id"
        " LEFT JOIN directory_region sp ON sp.code = sr.parent_id"
        " LEFT JOIN directory_region br ON br.code = c.buyer_region_id"
        " LEFT JOIN directory_region bp ON bp.code = br.parent_id"
        " WHERE c.stage = 'registered' AND c.registered_on IS NOT NULL"
    )


def _province(side: str) -> str:
    return (
        f"CASE WHEN c.{side}_region_id IS NOT NULL THEN left(c.{side}_region_id, 2) || '0000'"
        f" WHEN c.{side}_country <> '142' THEN '990000' ELSE '980000' END"
    )


def _city(region: str, parent: str) -> str:
    return (
        f"CASE WHEN {region}.parent_id IS NULL THEN ''"
        f" WHEN {parent}.parent_id IS NULL THEN {region}.code ELSE {parent}.code END"
    )


def _band(value: str) -> str:
    edges = (100_000, 500_000, 1_000_000, 5_000_000, 10_000_000, 100_000_000)
    cases = " ".join(f"WHEN {value} < {edge} THEN '{i}'" for i, edge in enumerate(edges))
    return f"CASE {cases} ELSE '6' END"
