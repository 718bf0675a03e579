"""Addresses of experts and of requests: include at the root, inside i18n_patterns."""

from django.urls import path

from yizhan.experts.views import advice, asking, desk, pages, steps
from yizhan.web.downloads import TABLE_TYPES

app_name = "experts"
_ONE, _REQUEST = "experts/<uuid:expert_id>/", "advice/<uuid:advice_id>/"
urlpatterns = [
    path("experts/", pages.expert_list, name="expert-list"),
    *[
        path(
            f"experts/export/{form}/",
            pages.expert_export,
            {"form": form},
            name=f"expert-export-{form}",
        )
        for form in TABLE_TYPES
    ],
    path("experts/queue/", desk.expert_queue, name="expert-queue"),
    path(_ONE, pages.expert_detail, name="expert-detail"),
    path(f"{_ONE}claim/", desk.expert_claim, name="expert-claim"),
    *[
        path(f"{_ONE}{step}/", steps.expert_step, {"step": step}, name=f"expert-{step}")
        for step in steps.VERBS
    ],
    path("my/expert/", desk.expert_mine, name="expert-mine"),
    path("my/expert/begin/", desk.expert_begin, name="expert-begin"),
    path("my/expert/edit/", desk.expert_edit, name="expert-edit"),
    path("my/expert/autosave/", desk.expert_autosave, name="expert-autosave"),
    path("advice/", advice.advice_list, name="advice-list"),
    path("advice/new/", asking.advice_new, name="advice-new"),
    path(_REQUEST, advice.advice_detail, name="advice-detail"),
    *[
        path(f"{_REQUEST}{step}/", advice.advice_step, {"step": step}, name=f"advice-{step}")
        for step in advice.VERBS
    ],
]
