"""A notice is its reader's alone, in whatever role the reader acts."""

from django.db.models import Q

from yizhan.kernel.actors import Actor


def visible_to(actor: Actor) -> Q:
    """Show a person's own notices; a machine and a visitor have none."""
    return Q(pk__in=[]) if actor.person_id is None else Q(person_id=actor.person_id)
