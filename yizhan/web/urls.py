"""Addresses of the kit: include at the root, inside i18n_patterns."""

from django.urls import path

from yizhan.web import views

app_name = "web"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("resume/", views.resume, name="resume"),
    path("kit/", views.kit, name="kit"),
]
