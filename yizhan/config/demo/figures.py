"""Fold the demonstration's contracts into cells, and publish one official table of them."""

from datetime import datetime

from yizhan.kernel.actors import machine
from yizhan.statistics.models import PublishedTable
from yizhan.statistics.queries import years_counted
from yizhan.statistics.services import fold_pending, open_edition, publish_table
from yizhan.statistics.terms import PUBLISH, Axis


def load_figures(*, at: datetime) -> None:
    """Do once what the clock and the national authority do."""
    while fold_pending():
        pass
    years = years_counted()
    for year in years:
        open_edition(year=year, at=at)
    past = [year for year in years if year < at.year]
    if past and not PublishedTable.objects.exists():
        actor = machine("国家科技主管部门", PUBLISH)
        publish_table(actor=actor, year=past[0], axis=Axis.KIND, at=at)
