"""An official table of the town's contracts."""

from typing import TYPE_CHECKING

from yizhan.statistics.queries import years_counted
from yizhan.statistics.services import publish_table

if TYPE_CHECKING:
    from tests.town import Town


def settle_statistics(town: "Town") -> None:
    """Let the officer of the nation publish the kinds of the last year."""
    [year, *_earlier] = years_counted()
    table = publish_table(actor=town.actors["nation"], year=year, axis="kind", at=town.at)
    town.ids["table"] = table.id
    town.words["year"] = str(year)
