"""Addresses of searching and matching."""

from django.urls import path

from yizhan.matching.views import exports, feedback, match, search

app_name = "matching"
urlpatterns = [
    path("search/", search.search, name="search"),
    path("search/export/<str:form>/", exports.export, name="export"),
    path("match/", match.paste, name="paste"),
    path("match/draft/", match.draft, name="draft"),
    path("match/algorithm/", match.algorithm, name="algorithm"),
    path("match/<uuid:need_id>/<uuid:offer_id>/feedback/", feedback.feedback, name="feedback"),
]
