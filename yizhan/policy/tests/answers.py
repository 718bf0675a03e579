"""How each worked example is put to the calculators; the cases themselves are in cases.json."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from yizhan.policy.calculators.amounts import Cost, technology_amount
from yizhan.policy.calculators.eligibility import TransferFacts, judge
from yizhan.policy.calculators.income_tax import (
    Income,
    YearlyTax,
    ordinary_tax,
    transfer_income,
    yearly_tax,
)
from yizhan.policy.calculators.individual import (
    CashAward,
    cash_award_tax,
    contributed_equity_tax,
    equity_award_tax,
)
from yizhan.policy.calculators.research import Research, extra_deduction
from yizhan.policy.calculators.sharing import (
    award_of,
    equity_allowed,
    equity_floor,
    net_income,
    own_use_awards,
)
from yizhan.policy.calculators.stamp_duty import (
    CONTRACT,
    DEVELOPMENT,
    RIGHT_TRANSFER,
    Document,
    stamp_duty,
)
from yizhan.policy.calculators.state_assets import cut_needs_consent, instalments, notice_days
from yizhan.policy.calculators.turnover_tax import Sale, business_tax, value_added_tax

Given = Mapping[str, Any]
Answer = Callable[[str, Given], dict[str, Any]]
DAY = date(2023, 6, 30)
GOOD = TransferFacts(
    income_on=DAY,
    is_resident=True,
    right="patent_invention",
    act="ownership",
    is_cross_border=False,
    is_registered=True,
    is_state_funded=False,
    export_list="free",
    related_holding=Decimal(0),
    has_separate_accounts=True,
)


def money(value: Any) -> Decimal:
    """Read an amount of a case exactly."""
    return Decimal(str(value))


def day_of(given: Given) -> date:
    """Return the day of a case; most have none, because the law did not change meanwhile."""
    if "date" in given:
        return date.fromisoformat(given["date"])
    year = given.get("year")
    return date(year, 6, 30) if isinstance(year, int) else DAY


def yearly(result: YearlyTax) -> dict[str, Any]:
    """Say a yearly result in the words of the cases."""
    return {
        "T": str(result.income),
        "exempt": str(result.exempt),
        "half_base": str(result.half_base),
        "reduction": str(result.reduction),
        "tax": str(result.tax),
    }


def income_tax(key: str, given: Given) -> dict[str, Any]:
    """Answer CIT-*: split into relief, refused relief, and mixed cases."""
    special: dict[str, Answer] = {
        **dict.fromkeys(REFUSED, refused),
        **dict.fromkeys(SPLIT, split),
    }
    special |= {"CIT-06": two_years, "CIT-19": old_regime, "CIT-10b": licence_of_2015}
    if key in special:
        return special[key](key, given)
    if "holding" in given:
        assert judge(replace(GOOD, related_holding=money(given["holding"]))).is_eligible
    return yearly(yearly_tax(incomes(given), day=day_of(given)))


def two_years(_key: str, given: Given) -> dict[str, Any]:
    """Answer CIT-06: each year has its own exempt amount."""
    return {
        f"tax_{year}": str(yearly_tax([money(income)], day=date(year, 6, 30)).tax)
        for income, year in zip(given["T"], given["year"], strict=True)
    }


def old_regime(_key: str, given: Given) -> dict[str, Any]:
    """Answer CIT-19."""
    result = yearly_tax([money(given["T"])], day=day_of(given))
    return {
        "exempt": str(result.exempt),
        "taxable": str(result.ledger.of("taxable")),
        "tax": str(result.tax),
    }


def licence_of_2015(key: str, given: Given) -> dict[str, Any]:
    """Answer CIT-10b: the first day on which a non-exclusive licence has relief."""
    tax = yearly_tax([money(given["T"])], day=day_of(given)).tax
    return {**refused(key, given), "tax": str(tax)}


def incomes(given: Given) -> list[Decimal]:
    """Return the transfer incomes of a case, worked out where only parts are given."""
    if "T" in given:
        found = given["T"] if isinstance(given["T"], list) else [given["T"]]
        return [money(one) for one in found]
    return [
        transfer_income(
            Income(
                revenue=money(given.get("total", given.get("rev"))),
                other=money(given.get("equipment", 0)),
                cost=money(given.get("cost", given.get("amort", 0))),
                charges=money(given.get("tax", 0)),
                period_expenses=money(given.get("period", 0)),
            )
        )
    ]


REFUSED: Mapping[str, Mapping[str, Any]] = {
    "CIT-09": {"act": "exclusive_global", "licence_months": 59},
    "CIT-10a": {"act": "non_exclusive", "licence_months": 60, "owns_right": True},
    "CIT-13": {"export_list": "restricted"},
    "CIT-16": {"has_separate_accounts": False},
    "CIT-17": {"right": "know_how"},
    "CIT-20": {"is_registered": False},
}
SPLIT = {"CIT-07": ("unrelated", "related100"), "CIT-12b": ("rev", "other")}


def refused(key: str, given: Given) -> dict[str, Any]:
    """Answer a case whose eligibility is the question."""
    day = day_of(given)
    changes = REFUSED.get(key, REFUSED["CIT-10a"])
    verdict = judge(replace(GOOD, income_on=day, **changes))
    tax = str(ordinary_tax(money(given["T"]), day=day))
    if key == "CIT-17":
        sale = Sale(gross=money(given["T"]), item="transfer", day=day)
        return {
            "cit_eligible": verdict.is_eligible,
            "cit_tax": tax,
            "vat_exempt": value_added_tax(sale).is_exempt,
        }
    return {"eligible": verdict.is_eligible, "tax": tax}


def split(key: str, given: Given) -> dict[str, Any]:
    """Answer a case in which only a part has the relief."""
    good, bad = SPLIT[key]
    eligible = yearly_tax([money(given[good])], day=DAY)
    other = ordinary_tax(money(given[bad]), day=DAY)
    name = "ineligible_tax" if key == "CIT-07" else "other_tax"
    return {
        "eligible": yearly(eligible),
        name: str(other),
        "total_tax": str(eligible.tax + other),
    }


def turnover(key: str, given: Given) -> dict[str, Any]:
    """Answer VAT-*."""
    if key == "VAT-05":
        development = Sale(gross=money(given["dev"]), item="development", day=DAY)
        goods = Sale(gross=money(given["equip_gross"]), item="goods", day=DAY)
        return {
            "vat_dev": str(value_added_tax(development).tax),
            "vat_equip": str(value_added_tax(goods).tax),
        }
    item = "transfer" if key == "VAT-01" else "related_service"
    sale = Sale(
        gross=money(given["gross"]),
        item=item if given.get("linked") or key == "VAT-01" else "service",
        day=DAY,
        on_same_invoice=given.get("same_invoice", False),
    )
    result = value_added_tax(sale)
    if key != "VAT-01":
        return {"vat": str(result.tax)}
    return {
        "vat_if_taxable": str(result.tax_if_taxed),
        "vat": str(result.tax),
        "special_invoice": result.special_invoice,
    }


def business(_key: str, given: Given) -> dict[str, Any]:
    """Answer BT-*."""
    sale = Sale(gross=money(given["rev"]), item="transfer", day=day_of(given))
    return {"bt": str(business_tax(sale).tax)}


def stamp(key: str, given: Given) -> dict[str, Any]:
    """Answer ST-*."""
    kind = RIGHT_TRANSFER if given.get("kind") else DEVELOPMENT if key == "ST-04" else CONTRACT
    result = stamp_duty(
        Document(
            amount=money(given.get("amount", given.get("total"))),
            day=day_of(given),
            kind=kind,
            funds=money(given.get("rd_cost", 0)),
            is_small=given.get("small", False),
        )
    )
    return {"small_party" if given.get("small") else "each_party": str(result.each_party)}


CLASSES = {
    "科技型中小": "technology_sme",
    "制造业": "manufacturing",
    "集成电路/工业母机清单": "chips_and_machine_tools",
}


def research(key: str, given: Given) -> dict[str, Any]:
    """Answer RD-*."""
    result = extra_deduction(
        Research(
            day=day_of(given),
            own=money(given.get("rd", given.get("domestic", 0))),
            entrusted=money(given.get("entrusted", 0)),
            overseas=money(given.get("overseas", 0)),
            enterprise=CLASSES.get(given.get("who", ""), "general"),
        )
    )
    if key == "RD-OVS":
        counted = result.ledger.of("overseas")
        return {"base": str(counted), "extra": str(result.extra - money(given["domestic"]))}
    if key == "RD-ENT":
        return {"extra": str(result.extra)}
    name = "cit_saving_33pct" if key == "RD-2007" else "cit_saving_25pct"
    return {"extra": str(result.extra), name: str(result.saving)}


def individual(key: str, given: Given) -> dict[str, Any]:
    """Answer IIT-*."""
    if key == "IIT-03":
        sold = equity_award_tax(sale=money(given["sale"]), basis=money(0), day=DAY)
        return {"at_award": str(sold.at_receipt), "at_sale": str(sold.at_sale)}
    if key == "IIT-04":
        names = ("valuation", "basis", "sale")
        values: dict[str, Any] = {name: money(given[name]) for name in names}
        later = contributed_equity_tax(**values, is_deferred=True, day=DAY)
        now = contributed_equity_tax(**values, is_deferred=False, day=DAY)
        return {
            "defer_at_invest": str(later.at_receipt),
            "defer_at_sale": str(later.at_sale),
            "immediate_at_invest": str(now.at_receipt),
            "immediate_at_sale": str(now.at_sale),
        }
    result = cash_award_tax(
        CashAward(
            day=DAY,
            taxable=money(given["base"]),
            award=money(given["award"]),
            months_after_income=given.get("months", 12),
        )
    )
    if key == "IIT-02":
        return {"tax": str(result.tax)}
    return {
        "with_relief": str(result.tax),
        "without": str(result.without),
        "saving": str(result.saving),
    }


def sharing(key: str, given: Given) -> dict[str, Any]:
    """Answer DIS-*."""
    if key in {"DIS-04", "DIS-05", "DIS-06", "DIS-12"}:
        return _special_sharing(key, given)
    days = {"DIS-10": date(2022, 6, 30), "DIS-11": date(2019, 6, 30)}
    agreed = given.get("agreed")
    result = award_of(
        money(given["net"]),
        day=days.get(key, day_of(given)),
        owner="enterprise" if given.get("owner") == "enterprise" else "state",
        agreed=money(agreed) if agreed else None,
        region=given.get("region", ""),
    )
    answers: dict[str, dict[str, Any]] = {
        "DIS-03": {"min_main": result.main_contributors, "share_of_net": Decimal("0.25")},
        "DIS-07": {"award": result.award, "valid": result.is_valid},
        "DIS-08": {"valid": result.is_valid, "floor": result.floor},
        "DIS-10": {
            "min_award": result.floor,
            "min_main": result.main_contributors,
            "min_tto": result.office_staff,
        },
        "DIS-11": {
            "min_award": result.floor,
            "tto_performance_min": result.office_performance,
        },
    }
    said = answers.get(key, {"min_award": result.floor})
    if key == "DIS-03":
        assert result.main_contributors == money(given["net"]) * said["share_of_net"]
    return {
        name: value if isinstance(value, bool) else str(value) for name, value in said.items()
    }


def _special_sharing(key: str, given: Given) -> dict[str, Any]:
    if key == "DIS-04":
        net = net_income(
            revenue=money(given["rev"]),
            taxes=money(given["tax"]),
            upkeep=money(given["maintain"]),
            direct_costs=money(given["direct"]),
        )
        award = award_of(net, day=DAY, region="11").floor
        return {"net": f"{net:.2f}", "min_award_beijing": str(award)}
    if key == "DIS-05":
        return {"min_shares": str(equity_floor(given["shares"], day=day_of(given)))}
    if key == "DIS-06":
        awards = own_use_awards([money(one) for one in given["profits"]], day=DAY)
        return {"awards": [str(one) for one in awards], "total": str(sum(awards))}
    allowed, alternative = equity_allowed(is_principal=given["role"] == "unit_principal")
    return {"allowed": allowed, "alternative": alternative}


def amounts(key: str, given: Given) -> dict[str, Any]:
    """Answer AMT-*: a prototype is a carrier within reason and not deducted."""
    costs = [Cost(amount=money(given["equipment"]))]
    if key == "AMT-01":
        costs += [
            Cost(amount=money(given["materials"])),
            Cost(is_carrier=True, sets=1, each=money(given["prototype"])),
        ]
    else:
        sets, each = given["device_sets"], money(given["device_each"])
        costs += [Cost(is_carrier=True, sets=sets, each=each)]
    amount, _ledger = technology_amount(money(given["total"]), costs, day=DAY)
    return {"tech_amount": str(amount)}


def state_assets(key: str, given: Given) -> dict[str, Any]:
    """Answer SOE-*."""
    if key == "SOE-03":
        terms = instalments(money(given["price"]), day=DAY)
        return {
            "first_min": str(terms.first),
            "first_due_workdays": terms.first_working_days,
            "rest_within_days": terms.rest_days,
        }
    if key == "SOE-04":
        return {"min_days": [notice_days(money(floor), day=DAY) for floor in given["floors"]]}
    appraisal, floor = money(given["appraisal"]), money(given["new_floor"])
    answer: dict[str, Any] = {
        "approval_needed": cut_needs_consent(appraisal=appraisal, floor=floor, day=DAY)
    }
    return {**answer, "ratio": f"{floor / appraisal:.2f}"} if key == "SOE-01" else answer


ANSWERS: Mapping[str, Answer] = {
    "CIT": income_tax,
    "VAT": turnover,
    "BT": business,
    "ST": stamp,
    "RD": research,
    "IIT": individual,
    "DIS": sharing,
    "AMT": amounts,
    "SOE": state_assets,
}
