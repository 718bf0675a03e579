"""Addresses of imports and exports: include at the root, inside i18n_patterns."""

from django.urls import path

from yizhan.imports.views import downloads, runs

app_name = "imports"
_ONE = "imports/<uuid:run_id>/"
urlpatterns = [
    path("imports/presets/<slug:code>.xlsx", downloads.preset_sheet, name="preset-sheet"),
    path("imports/<uuid:run_id>/preset/", runs.run_use_preset, name="use-preset"),
    path("imports/", runs.run_list, name="list"),
    path("imports/new/", runs.run_new, name="new"),
    path(_ONE, runs.run_detail, name="detail"),
    path(f"{_ONE}reread/", runs.run_reread, name="reread"),
    path(f"{_ONE}map/", runs.run_map, name="map"),
    path(f"{_ONE}map/preview/", runs.run_preview, name="map-preview"),
    path(f"{_ONE}check/", runs.run_check, name="check"),
    path(f"{_ONE}start/", runs.run_start, name="start"),
    path(f"{_ONE}stop/", runs.run_stop, name="stop"),
    path(f"{_ONE}delete/", runs.run_delete, name="delete"),
    path(f"{_ONE}errors/<str:form>/", downloads.errors, name="errors"),
    path("imports/templates/<str:code>/", downloads.template, name="template"),
    path("exports/<str:code>/<str:form>/", downloads.export, name="export"),
]
