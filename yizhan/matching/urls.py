"""Addresses of searching and matching."""

from django.urls import path

from yizhan.matching.views import exports, feedback, match, search, subscriptions

app_name = "matching"
_ONE = "subscriptions/<uuid:search_id>/"
urlpatterns = [
    path("search/", search.search, name="search"),
    path("search/export/<str:form>/", exports.export, name="export"),
    path("match/", match.paste, name="paste"),
    path("match/draft/", match.draft, name="draft"),
    path("match/algorithm/", match.algorithm, name="algorithm"),
    path("subscriptions/", subscriptions.subscription_list, name="subscriptions"),
    path("subscriptions/new/", subscriptions.subscribe, name="subscribe"),
    path(_ONE, subscriptions.subscription, name="subscription"),
    path(f"{_ONE}change/", subscriptions.subscription_change, name="subscription-change"),
    path(f"{_ONE}remove/", subscriptions.subscription_remove, name="subscription-remove"),
    path("subscriptions/needs/<uuid:need_id>/", subscriptions.need_mute, name="need-mute"),
    path("match/<uuid:need_id>/<uuid:offer_id>/feedback/", feedback.feedback, name="feedback"),
]
