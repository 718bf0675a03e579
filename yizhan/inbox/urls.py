"""Addresses of the inbox: include at the root, inside i18n_patterns."""

from django.urls import path

from yizhan.inbox.views import notices, preferences, unsubscribing, waiting

app_name = "inbox"
urlpatterns = [
    path("inbox/", notices.notice_list, name="list"),
    path("inbox/read/", notices.read_all, name="read-all"),
    path("inbox/waiting/", waiting.waiting, name="waiting"),
    path("inbox/tally/", waiting.tally, name="tally"),
    path("inbox/preferences/", preferences.preferences, name="preferences"),
    path("inbox/unsubscribe/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("inbox/<uuid:notice_id>/", notices.notice_open, name="open"),
    path("inbox/<uuid:notice_id>/read/", notices.notice_read, name="read"),
]
