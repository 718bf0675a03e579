"""Addresses of the relay network: include at the root, inside i18n_patterns."""

from django.urls import path

from yizhan.stations.views import desk, own, pages, shared
from yizhan.web.downloads import TABLE_TYPES

app_name = "stations"
_ONE, _TOPIC = "stations/<uuid:station_id>/", "stations/topics/<uuid:topic_id>/"
_OPERATOR = f"{_ONE}operators/<uuid:operator_id>/"
urlpatterns = [
    path("stations/", pages.station_list, name="station-list"),
    *[
        path(
            f"stations/export/{form}/",
            pages.station_export,
            {"form": form},
            name=f"station-export-{form}",
        )
        for form in TABLE_TYPES
    ],
    path("stations/mine/", own.station_mine, name="station-mine"),
    path("stations/apply/", own.station_apply, name="station-apply"),
    path("stations/desk/", desk.station_queue, name="station-queue"),
    path("stations/documents/", shared.document_list, name="document-list"),
    path("stations/documents/new/", shared.document_new, name="document-new"),
    path("stations/documents/<slug:code>/", shared.document_detail, name="document-detail"),
    path("stations/topics/", shared.topic_list, name="topic-list"),
    path("stations/topics/new/", shared.topic_new, name="topic-new"),
    path(_TOPIC, shared.topic_detail, name="topic-detail"),
    *[
        path(f"{_TOPIC}{step}/", shared.topic_step, {"step": step}, name=f"topic-{step}")
        for step in shared.TOPIC_VERBS
    ],
    path(_ONE, pages.station_detail, name="station-detail"),
    path(f"{_ONE}edit/", own.station_edit, name="station-edit"),
    path(f"{_ONE}appraise/", desk.station_appraise, name="station-appraise"),
    path(f"{_ONE}operators/", own.operator_list, name="operator-list"),
    path(f"{_OPERATOR}end/", own.operator_end, name="operator-end"),
    path(f"{_OPERATOR}show/", own.operator_show, name="operator-show"),
    *[
        path(f"{_ONE}{step}/", desk.station_step, {"step": step}, name=f"station-{step}")
        for step in desk.VERBS
    ],
]
