"""The map of the site: one line for each context. Chinese at the root, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from yizhan.config import api_guide, home, open_data, sitemaps, views
from yizhan.listings.views import harvesting

handler400 = "yizhan.web.errors.bad_request"
handler403 = "yizhan.web.errors.forbidden"
handler404 = "yizhan.web.errors.not_found"
handler429 = "yizhan.web.errors.too_many_requests"
handler500 = "yizhan.web.errors.server_error"

urlpatterns = [
    path("health/", views.health, name="health"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/<slug:name>.xml", sitemaps.part, name="sitemap-part"),
    path("oai", harvesting.oai, name="oai"),
    path("oai/yizhan-1.0.xsd", harvesting.oai_schema, name="oai-schema"),
    path("api/v1/", include("yizhan.config.api")),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("api/", api_guide.guide, name="api-guide"),
        path("open-data/", open_data.open_data, name="open-data"),
        path("", include("yizhan.web.urls")),
        path("", include("yizhan.policy.urls")),
        path("", include("yizhan.imports.urls")),
        path("", include("yizhan.directory.urls")),
        path("", include("yizhan.inbox.urls")),
        path("", include("yizhan.experts.urls")),
        path("", include("yizhan.stations.urls")),
        path("", include("yizhan.listings.urls")),
        path("", include("yizhan.matching.urls")),
        path("", include("yizhan.contracts.urls")),
        path("", include("yizhan.statistics.urls")),
        path("accounts/", include("allauth.urls")),
        prefix_default_language=False,
    ),
]
