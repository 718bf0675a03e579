"""Addresses of statistics: include at the root, inside i18n_patterns."""

from django.urls import path

from yizhan.statistics.views import dashboards, downloads, official, plan

app_name = "statistics"

urlpatterns = [
    path("statistics/", dashboards.nation, name="nation"),
    path("statistics/plan/", plan.plan_period, name="plan"),
    path("statistics/open/", downloads.open_tables, name="open"),
    path(
        "statistics/open/<int:year>/<slug:axis>.<slug:form>", downloads.table, name="download"
    ),
    path("statistics/tables/", official.table_list, name="tables"),
    path("statistics/tables/publish/", official.publish, name="publish"),
    path("statistics/tables/<uuid:table_id>/", official.table_detail, name="table"),
    path("statistics/tables/<uuid:table_id>/revise/", official.revise, name="revise"),
    path("statistics/<str:code>/", dashboards.place, name="place"),
    path("statistics/<str:code>/rows/", dashboards.rows, name="rows"),
]
