"""Bring listings in and take them out: what a row may become, and each list as a table."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yizhan.directory.queries import find_industry, find_region, ids_by_uscc, organisations
from yizhan.imports.services import register_export, register_target
from yizhan.imports.terms import (
    Column,
    Export,
    Indicator,
    Onward,
    ParsedRow,
    Result,
    Row,
    RowOutcome,
    RunInfo,
    Target,
)
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal
from yizhan.listings import queries
from yizhan.listings.messages import sentence
from yizhan.listings.services import Home, Imported, ImportRow, import_listings
from yizhan.listings.terms import Kind
from yizhan.wiring.listing_fields import FIELDS
from yizhan.wiring.listing_presets import PRESETS

Filters = Mapping[str, Sequence[str]]
_PUBLISHED = {
    Kind.NEED: _("技术需求（审核员直接发布）"),
    Kind.OFFER: _("科技成果（审核员直接发布）"),
    Kind.SERVICE: _("技术服务与平台（审核员直接发布）"),
}
_OWN = frozenset(
    {
        "external_id",
        "source",
        "uscc",
        "region",
        "industry",
        "indicators",
        "patent_number",
        "secrecy",
    }
)
_OPEN_WORDS = frozenset({"公开", "否", "无", "不涉密", "非密", "非涉密", "open", "public"})
_IN_CONTENT = frozenset(
    {
        "title",
        "summary",
        "keywords",
        "fields",
        "modes",
        "price_min",
        "price_max",
        "trl_min",
        "trl_max",
        "deadline",
    }
)


def connect() -> None:
    """Register the targets and the exports."""
    for kind in Kind:
        register_target(_target(kind, publish=False))
    for kind in Kind:
        register_target(_target(kind, publish=True))
    columns = tuple(
        Column(code=code, label=label) for code, label in queries.EXPORT_COLUMNS.items()
    )
    lists: dict[str, tuple[Any, Callable[..., Iterator[Row]], str]] = {
        f"listings.{kind}": (kind.label, partial(_public_rows, kind.value), "") for kind in Kind
    }
    lists["listings.mine"] = (_("我的发布"), _own_rows, "listings.read_own")
    for code, (label, rows, permission) in lists.items():
        register_export(
            Export(code=code, label=label, columns=columns, rows=rows, permission=permission)
        )


def apply_rows(
    rows: Sequence[ParsedRow],
    *,
    actor: Actor,
    at: datetime,
    run: RunInfo,
    kind: str,
    publish: bool,
) -> list[RowOutcome]:
    """Turn up to a batch of rows into listings and answer each in order."""
    homes = _homes(rows, actor, run)
    made = [_import_row(row, homes) for row in rows]
    sound = [row for row in made if isinstance(row, ImportRow)]
    answers = iter(
        import_listings(sound, actor=actor, kind=kind, publish=publish, at=at) if sound else ()
    )
    return [
        _outcome(row.number, next(answers) if isinstance(one, ImportRow) else one)
        for row, one in zip(rows, made, strict=True)
    ]


def _target(kind: Kind, *, publish: bool) -> Target:
    return Target(
        code=f"listings.{kind}.published" if publish else f"listings.{kind}",
        label=_PUBLISHED[kind] if publish else kind.label,
        permission="listings.review" if publish else "listings.write",
        identity=("external_id",),
        fields=FIELDS[kind],
        apply=partial(apply_rows, kind=kind.value, publish=publish),
        say=sentence,
        presets=PRESETS[kind],
        onward=None
        if publish
        else Onward(_("成批提交草稿"), "listings:submit-many", f"?kind={kind}"),
        values=lambda row: _values(row.values),
    )


def _public_rows(
    kind: str,
    *,
    actor: Actor,
    filters: Filters,  # noqa: ARG001 -- the plain list of a kind has none
) -> Iterator[Row]:
    rows = queries.listing_rows(actor=actor, kind=kind)
    return queries.export_rows(rows, actor=actor, site=settings.YIZHAN_BASE_URL)


def _own_rows(*, actor: Actor, filters: Filters) -> Iterator[Row]:
    kind, stage = ((filters.get(name) or [""])[0] for name in ("kind", "stage"))
    rows = queries.own_rows(actor=actor, kind=kind, stage=stage)
    return queries.export_rows(rows, actor=actor, site=settings.YIZHAN_BASE_URL)


def _homes(rows: Sequence[ParsedRow], actor: Actor, run: RunInfo) -> dict[str, Home]:
    """Find the organisations the rows name by their code; "" is the importing one."""
    codes = {str(row.values["uscc"]) for row in rows if row.values.get("uscc")}
    ids = ids_by_uscc(codes) if codes else {}
    if run.organisation_id:
        ids[""] = run.organisation_id
    found = {row.pk: row for row in organisations(actor).filter(pk__in=set(ids.values()))}
    return {
        code: Home(id=pk, name=found[pk].name, region=str(found[pk].region_id))
        for code, pk in ids.items()
        if pk in found
    }


def _import_row(row: ParsedRow, homes: Mapping[str, Home]) -> ImportRow | Imported:
    said = row.values
    uscc = str(said.get("uscc") or "")
    home = homes.get(uscc)
    if home is None:
        refusal = Refusal("listings.no_organisation", {"name": uscc}, place="uscc")
        return Imported(result=Result.REFUSED, refusals=(refusal,))
    values, refusals = _values(said)
    if refusals:
        return Imported(result=Result.REFUSED, refusals=tuple(refusals))
    return ImportRow(
        home=home,
        values=values,
        external_id=str(said.get("external_id") or "")[:120],
        source=str(said.get("source") or "")[:60],
        listing_id=row.subject_id,
    )


def _values(said: Mapping[str, Any]) -> tuple[dict[str, Any], list[Refusal]]:
    """Turn the parsed cells into what `parse_content` reads."""
    plain = {name: value for name, value in said.items() if value not in (None, "", ())}
    values: dict[str, Any] = {"details": {}}
    for name, value in plain.items():
        if name not in _OWN:
            target = values if name in _IN_CONTENT else values["details"]
            target[name] = list(value) if isinstance(value, tuple) else value
    refusals = [
        refusal
        for name, find in (("region", find_region), ("industry", find_industry))
        if name in plain
        for refusal in _look_up(values, name, find(str(plain[name])))
    ]
    if str(plain.get("secrecy") or "公开") not in _OPEN_WORDS:
        refusals.append(Refusal("listings.security_touched", place="secrecy"))
    values["keywords"] = [str(word)[:40] for word in values.get("keywords", [])][:20]
    values["indicators"] = [_indicator(item) for item in plain.get("indicators", ())][:40]
    if "patent_number" in plain:
        values["details"]["ip"] = [_right(str(plain["patent_number"]))]
    for name in {"trl_min", "trl_max"} & values.keys():
        values[name] = int(values[name])
    return values, refusals


def _look_up(values: dict[str, Any], name: str, found: Any) -> Iterator[Refusal]:
    if found is None:
        code = "listings.not_a_region" if name == "region" else "listings.unknown_value"
        yield Refusal(code, place=name)
    else:
        values[name] = found.code


def _indicator(item: Indicator) -> dict[str, Any]:
    words = {"unit": item.unit[:30], "method": item.method[:120]}
    name = item.name[:60] or item.text[:60]
    if item.value is None or item.comparator == "text":
        return {"name": name, "comparator": "text", "value": item.text[:200], **words}
    return {
        "name": name,
        "comparator": item.comparator,
        "value": f"{item.value:f}",
        "value_max": None if item.upper is None else f"{item.upper:f}",
        **words,
    }


def _right(number: str) -> dict[str, Any]:
    """Read the kind of a Chinese right from its number; the owner states the rest later."""
    digit = re.search(r"(?:19|20)\d{2}\s*([123])", number)
    kinds = {"1": "invention_patent", "2": "utility_model", "3": "design"}
    kind = kinds[digit[1]] if digit else "invention_patent"
    is_granted = number.upper().startswith("ZL")
    return {"kind": kind, "number": number, "status": "granted" if is_granted else "pending"}


def _outcome(number: int, answer: Imported) -> RowOutcome:
    return RowOutcome(
        number=number,
        result=Result(answer.result),
        subject_id=answer.listing_id,
        refusals=answer.refusals,
    )
