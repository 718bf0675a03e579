"""Who may see which runs: an organisation its own, administrators all."""

from uuid import UUID

from django.db.models import QuerySet

from yizhan.imports.models import Run
from yizhan.kernel.actors import Actor


def owner_of(actor: Actor) -> UUID:
    """Return to whom runs, mappings and source rows of the actor belong."""
    return actor.organisation_id or actor.id


def visible_to(actor: Actor) -> QuerySet[Run]:
    """Return the runs that the actor may see."""
    if actor.may("site.administer"):
        return Run.objects.all()
    if actor.is_anonymous:
        return Run.objects.none()
    return Run.objects.filter(owner_id=owner_of(actor))
