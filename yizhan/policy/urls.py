"""Addresses of the law book."""

from django.urls import path

from yizhan.policy import views

app_name = "policy"
urlpatterns = [
    path("law/", views.parameter_list, name="parameters"),
    path("law/calculator/", views.calculator, name="calculator"),
    path("law/calculator/<slug:name>/", views.calculator, name="calculator-of"),
    path(
        "law/calculator/transfer/dossier.json",
        views.dossier,
        {"kind": "json"},
        name="dossier-json",
    ),
    path(
        "law/calculator/transfer/dossier.pdf",
        views.dossier,
        {"kind": "pdf"},
        name="dossier-pdf",
    ),
    path("law/stale/", views.stale, name="stale"),
    path("law/<str:key>/", views.parameter, name="parameter"),
]
