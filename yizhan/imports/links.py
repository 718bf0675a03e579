"""The link to the imports in the rail of the workbench."""

from django.utils.translation import gettext_lazy as _

from yizhan.imports.stages import RUN
from yizhan.web import navigation
from yizhan.web.navigation import WORKBENCH, Entry


def declare() -> None:
    """Tell the web kit where the imports are."""
    navigation.declare(
        Entry(
            label=_("导入"),
            url_name="imports:list",
            area=WORKBENCH,
            icon="table-import",
            permission=RUN,
            order=60,
        )
    )
