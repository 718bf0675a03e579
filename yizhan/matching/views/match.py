"""Paste a problem and see who may solve it; how the score is made."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yizhan.kernel.actors import Actor
from yizhan.matching import queries, tables
from yizhan.matching.forms import PasteForm
from yizhan.matching.messages import PART_NAMES, PART_RULES
from yizhan.matching.relevance.weights import CURRENT, weights
from yizhan.web.access import public
from yizhan.web.forms import form_page

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
    found = queries.matches_of_need(read.need)
    context |= {
        "found": found,
        "read": tables.read_rows(read),
        "cards": tables.cards(found),
        "milliseconds": round(sum(found.seconds.values()) * 1000),
    }
    return TemplateResponse(request, "matching/paste.html", context)


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
