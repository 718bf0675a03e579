"""Paste a problem and see who may solve it; how the score is made."""

from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.listings.services import create_draft
from yizhan.listings.terms import Kind
from yizhan.matching import queries, tables
from yizhan.matching.forms import PasteForm
from yizhan.matching.messages import PART_NAMES, PART_RULES
from yizhan.matching.relevance.weights import CURRENT, weights
from yizhan.web.access import SIGNED_IN, public, requires
from yizhan.web.forms import form_page
from yizhan.web.limits import limited
from yizhan.web.resuming import keep

# Three problems a reader can try; shown as they would be pasted, so they are not translated.
EXAMPLES = (
    (
        "海水循环泵叶轮用 2205 双相不锈钢铸造，含沙海水里半年就出现点蚀和冲刷沟槽。"
        "需要 450 ℃ 以下的表面强化办法，硬度不低于 850 HV，叶轮最大直径 780 mm，"
        "预算 80–120 万元，可委托开发。"
    ),
    (
        "锂电池极片双面涂布，机速 60 m/min，横向面密度偏差要从 ±1.5% 降到 ±0.8%，"
        "需要在线测厚、模头自动调节和控制算法的整体方案，希望合作开发。"
    ),
    (
        "中药配方颗粒每天产湿渣 42 吨，含水率 78%，现有滚筒干燥吨水电耗 168 kWh，"
        "希望降到 90 kWh 以下，并做成饲料或栽培基质，150 万元以内。"
    ),
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
@limited("match", most=30)
def paste(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Match a pasted paragraph without an account; nothing of it is stored."""
    form = PasteForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "legend": tables.legend()}
    if request.method != "POST":
        context["examples"] = EXAMPLES
        return TemplateResponse(request, "matching/paste.html", context)
    if not form.is_valid():
        return form_page(request, "matching/paste.html", context)
    read = queries.read_problem(form.cleaned_data["text"])
    found = queries.matches_of_need(read.as_need())
    context |= {
        "found": found,
        "read": tables.read_rows(read),
        "cards": tables.cards(found),
        "milliseconds": round(sum(found.seconds.values()) * 1000),
    }
    return TemplateResponse(request, "matching/paste.html", context)


@require_POST
@requires(SIGNED_IN)
def draft(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begin a need from a pasted text with everything read from it filled in."""
    if actor.organisation_id is None:
        # Nothing pasted is lost: once somebody acts for an organisation it can be sent again.
        keep(request)
        messages.info(request, _("需求由机构发布。请先登记或加入机构，填写的内容已保留。"))
        return redirect("directory:role-list")
    form = PasteForm(request.POST)
    if not form.is_valid():
        return form_page(request, "matching/paste.html", {"form": form})
    text = form.cleaned_data["text"]
    values = queries.draft_values(queries.read_problem(text), text)
    # Made from the text, so that a button pressed twice begins one draft.
    key = uuid5(actor.organisation_id, text)
    need_id = _begun(actor, values, key)
    messages.success(request, _("已存为草稿。请核对系统读出的内容，补全后提交审核。"))
    return redirect("listings:need-edit", need_id)


def _begun(actor: Actor, values: dict[str, Any], key: UUID) -> UUID:
    """Store every field that what was read fits; the words themselves always do."""
    begin = partial(create_draft, actor=actor, kind=Kind.NEED, key=key, at=now())
    try:
        return begin(values=values).id
    except Refused as refused:
        unfit = {refusal.place.partition(".")[0] for refusal in refused.refusals}
        fitting = {name: value for name, value in values.items() if name not in unfit}
        return begin(values=fitting).id


@require_safe
@public
def algorithm(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Explain how candidates are found and scored, with the weights in force."""
    chosen = weights()
    context = {
        "version": CURRENT,
        "parts": [
            {"name": PART_NAMES[key], "weight": weight, "how": PART_RULES[key]}
            for key, weight in chosen.parts.items()
        ],
        "paste_url": reverse("matching:paste"),
    }
    return TemplateResponse(request, "matching/algorithm.html", context)
