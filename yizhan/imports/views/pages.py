"""What the page of a run shows, by stage."""

from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yizhan.imports.badges import BADGES, road
from yizhan.imports.forms import LayoutForm, MappingForm
from yizhan.imports.messages import say_reason, teller
from yizhan.imports.models import Run
from yizhan.imports.queries import problem_rows, reasons_of
from yizhan.imports.rules import Plan, preset_of
from yizhan.imports.services import target_of
from yizhan.imports.stages import FLOW, Stage
from yizhan.imports.terms import Target
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal

SHOWN_PROBLEMS = 20
_MAPPABLE = {Stage.UPLOADED, Stage.MAPPED}


def detail_context(
    actor: Actor, run: Run, form: MappingForm | None = None, *, is_correcting: bool = False
) -> dict[str, Any]:
    """Return everything the page prints; `form` is a mapping that was sent and not accepted."""
    target = target_of(run.target)
    is_mapping = form is not None or is_correcting or run.stage in _MAPPABLE
    steps = open_steps(actor, run)
    return {
        "run": run,
        "target": target,
        "badge": BADGES[Stage(run.stage)],
        "road": road(run),
        "steps": steps,
        "form": (form or mapping_form(run)) if is_mapping else None,
        **(_presets(run, target) if is_mapping else {}),
        "layout_form": LayoutForm(run=run) if "reread" in steps and is_mapping else None,
        "problems": [] if run.is_working else _problems(run),
        "reasons": [] if run.is_working or not run.refused else _reasons(run),
        "more_problems": max(run.refused - SHOWN_PROBLEMS, 0),
        "reason": say_reason(run) if run.reason else "",
        "error_format": run.layout.kind,
        "rate": _rate(run),
        "stats": _stats(run),
    }


def _presets(run: Run, target: Target) -> dict[str, Any]:
    """Say which known form the headers are of, which others there are, what stays out."""
    known = preset_of(target, run.look.columns)
    fed = {name for source in run.mapping.sources for name in (source.column, *source.more)}
    return {
        "preset": known,
        "presets": target.presets,
        "left_out": [name for name in run.look.names if name not in fed],
    }


def open_steps(actor: Actor, run: Run) -> list[str]:
    """Name the steps the actor may take now."""
    return FLOW.open_to(stage=run.stage, permissions=actor.permissions)


def mapping_form(run: Run, data: QueryDict | None = None) -> MappingForm:
    """Return the mapping form; what it asks to translate follows the columns that were sent."""
    target, plan = target_of(run.target), run.mapping
    if data is None:
        return MappingForm(run=run, target=target, plan=plan)
    sources = tuple(
        replace(plan.source(field.code), column=data.get(f"column-{field.code}", ""))
        for field in target.fields
    )
    return MappingForm(data, run=run, target=target, plan=Plan(sources=sources))


def _problems(run: Run) -> list[dict[str, Any]]:
    tell = teller(run)
    return [
        {"number": row.number, "texts": [tell(Refusal(**values)) for values in row.refusals]}
        for row in problem_rows(run=run)[:SHOWN_PROBLEMS]
    ]


def _reasons(run: Run) -> list[dict[str, Any]]:
    tell = teller(run)
    return [
        {"rows": reason.rows, "text": tell(reason.refusal)} for reason in reasons_of(run=run)
    ]


def _stats(run: Run) -> list[dict[str, Any]]:
    unit = pgettext("unit", "行")
    figures = [
        (_("新增"), run.created),
        (_("更新"), run.updated),
        (_("未变"), run.unchanged),
        (_("未通过"), run.refused),
    ]
    return [{"label": label, "value": value, "unit": unit} for label, value in figures]


def _rate(run: Run) -> int:
    if not (run.started_at and run.progressed_at and run.done):
        return 0
    seconds = (run.progressed_at - run.started_at).total_seconds()
    return int(run.done / seconds) if seconds > 0 else 0
