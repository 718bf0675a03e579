"""The newest listings of a kind as an Atom feed, for readers of feeds."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from yizhan.directory.terms import Field
from yizhan.kernel.actors import Actor, anonymous
from yizhan.listings import queries
from yizhan.listings.oai.xml import clean
from yizhan.listings.queries import ListingView
from yizhan.listings.terms import Kind
from yizhan.web.access import public

_LENGTH = 50
_TEN_MINUTES = 600


class _Newest(Feed):  # type: ignore[type-arg]  # it takes none when it runs
    """The newest of one kind, perhaps of one technology field."""

    feed_type = Atom1Feed

    def __init__(self, kind: Kind, field: str) -> None:
        """Remember what is asked for."""
        self.kind, self.field = kind, field

    def title(self) -> str:
        """Name kind and field."""
        values = {
            "kind": self.kind.label,
            "field": Field(self.field).label if self.field else "",
        }
        if self.field:
            return _("驿站 · 最新%(kind)s · %(field)s") % values
        return _("驿站 · 最新%(kind)s") % values

    def link(self) -> str:
        """Lead to the list."""
        return reverse(f"listings:{self.kind}-list")

    def items(self) -> list[ListingView]:
        """Read as nobody in particular."""
        nobody = anonymous()
        rows = queries.listing_rows(actor=nobody, kind=self.kind)
        if self.field:
            rows = rows.filter(fields__contains=[self.field])
        return [queries.view_of(row, actor=nobody) for row in rows[:_LENGTH]]

    def item_title(self, item: Any) -> str:
        """Use the title."""
        return clean(item.title)

    def item_description(self, item: Any) -> str:
        """Use the summary."""
        return clean(item.summary)

    def item_link(self, item: Any) -> str:
        """Lead to the page."""
        return str(item.url)

    def item_guid(self, item: Any) -> str:
        """Use the key, which stays when the address changes."""
        return f"urn:uuid:{item.id}"

    def item_author_name(self, item: Any) -> str:
        """Name the organisation as far as everybody may know it."""
        return clean(item.organisation.name)

    def item_pubdate(self, item: Any) -> datetime | None:
        """Say when it was published."""
        return item.published_at  # type: ignore[no-any-return]

    def item_updateddate(self, item: Any) -> datetime:
        """Say when it was changed."""
        return item.updated_at  # type: ignore[no-any-return]

    def item_categories(self, item: Any) -> list[str]:
        """Name the technology fields."""
        return [clean(name) for name in item.field_names]


@require_safe
@cache_control(public=True, max_age=_TEN_MINUTES)
@public
def listing_atom(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:  # noqa: ARG001
    """Hand out the newest of a kind; `?field=05` keeps one technology field."""
    field = request.GET.get("field", "")
    if field and field not in Field.values:
        raise Http404
    return _Newest(Kind(kind), field)(request)
