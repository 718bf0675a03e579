"""The headings of charts: what a reader should see in them, in one sentence."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from yizhan.statistics.queries import Board, Figure
from yizhan.statistics.rules import growth
from yizhan.statistics.terms import FOREIGN, NATION, UNKNOWN
from yizhan.statistics.wording import axis_name, code_name, period_name, place_name
from yizhan.web.wording import amount, number


def trend(board: Board) -> str:
    """Say what the last year did."""
    if board.total is None:
        return _("没有可以公开的数字")
    values = {
        "period": period_name(board.period),
        "value": amount(board.total.value),
        "growth": "",
    }
    change = growth(board.before.value_fen, board.total.value_fen) if board.before else None
    if change is None:
        return _("%(period)s成交 %(value)s") % values
    values["growth"] = number(abs(change), 1)
    if change < 0:
        return _("%(period)s成交 %(value)s，比上年下降 %(growth)s%%") % values
    return _("%(period)s成交 %(value)s，比上年增长 %(growth)s%%") % values


def cohort(board: Board) -> str:
    """Say the growth among the offices that registered in both years."""
    found = board.cohort
    if found is None or found.percent is None:
        return ""
    return _("两年都有登记的 %(count)s 个登记机构，同口径增长 %(growth)s%%") % {
        "count": found.members,
        "growth": number(found.percent, 1),
    }


def leading(axis: str, cells: Mapping[str, Figure | None], total: Figure) -> str:
    """Say which code leads, and with how much."""
    known = {code: figure.value_fen for code, figure in cells.items() if figure is not None}
    if not known or not total.value_fen:
        return axis_name(axis)
    code = max(known, key=lambda one: (known[one], one))
    values = {
        "name": code_name(axis, code),
        "share": number(Decimal(known[code]) / Decimal(total.value_fen) * 100, 1),
    }
    if not _is_surely_first(known[code], known, total):
        return _("%(name)s占 %(share)s%%") % values
    return _("%(name)s居首，占 %(share)s%%") % values


def _is_surely_first(value: int, known: Mapping[str, int], total: Figure) -> bool:
    """Say whether no blank can hold more: all of them together hold less."""
    return value >= total.value_fen - sum(known.values())


def axis_note(axis: str) -> str:
    """Say what the bars of an axis are."""
    return _("按%(axis)s分，成交额、占比与项数") % {"axis": axis_name(axis)}


def ranking(board: Board) -> str:
    """Say who leads and how much the first three have together."""
    ranked = sorted(board.below, key=lambda one: -one.figure.value_fen)
    whole = board.total.value_fen if board.total else 0
    if not ranked or not whole:
        return _("还没有下级地区的数字")
    first = sum(one.figure.value_fen for one in ranked[:3])
    return _("%(place)s居首，前三名合计占 %(share)s%%") % {
        "place": place_name(ranked[0].id),
        "share": number(Decimal(first) / Decimal(whole) * 100, 1),
    }


def spread(board: Board) -> str:
    """Say in how many provinces contracts were registered."""
    places = {member for one in board.below for member in one.members}
    count = len(places - {FOREIGN, UNKNOWN, f"{NATION}-"})
    return _("%(count)s 个省份有登记合同") % {"count": count}


def flows(board: Board) -> str:
    """Say how much of the value crosses a provincial border, and how much the national one."""
    inside, across, abroad = _crossing(board)
    whole = inside + across + abroad
    if not whole:
        return _("没有可以公开的流向")
    values = {
        "across": number(Decimal(across) / whole * 100, 1),
        "abroad": number(Decimal(abroad) / whole * 100, 1),
    }
    if not board.is_open:
        return _("跨省流动占 %(across)s%%，跨境占 %(abroad)s%%") % values
    if not abroad:
        # Nought of what is shown: what crosses the border may stand behind a blank.
        return _("公布的流向中，跨省占 %(across)s%%") % values
    return _("公布的流向中，跨省占 %(across)s%%，跨境占 %(abroad)s%%") % values


def _crossing(board: Board) -> tuple[int, int, int]:
    inside = across = abroad = 0
    for seller, cells in board.flows.items():
        if seller == NATION:
            continue
        for buyer, figure in cells.items():
            value = figure.value_fen if figure else 0
            if FOREIGN in (seller, buyer):
                abroad += value
            elif seller == buyer:
                inside += value
            else:
                across += value
    return inside, across, abroad


def quarters(board: Board) -> str:
    """Say which quarter had most."""
    known = {code: f.value_fen for code, f in board.quarters.items() if f is not None}
    if not known:
        return _("各季度成交额")
    best = max(known, key=lambda code: (known[code], code))
    if board.total is None or not _is_surely_first(known[best], known, board.total):
        return _("各季度成交额")
    return _("第%(quarter)s季度成交最多") % {"quarter": best}


def partners(cells: Mapping[str, Figure | None], total: Figure) -> str:
    """Say where most of the technology goes."""
    known = {code: f.value_fen for code, f in cells.items() if f is not None}
    if not known:
        return _("技术流向")
    best = max(known, key=lambda code: (known[code], code))
    if not _is_surely_first(known[best], known, total):
        return _("技术流向")
    return _("最多的技术流向%(place)s") % {"place": place_name(best)}
