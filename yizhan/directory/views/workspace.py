"""The tabs of those who answer for a region: to verify, claims, duplicates."""

from django.urls import reverse
from django.utils.translation import gettext as _

from yizhan.directory import queries
from yizhan.kernel.actors import Actor
from yizhan.web.cards import Tab


def tabs_of(actor: Actor, current: str) -> list[Tab]:
    """Return the tabs with what waits behind each."""
    rows = (
        ("verification-queue", _("待核实"), queries.awaiting_verification(actor)),
        ("claim-list", _("认领"), queries.claims_to_decide(actor)),
        ("pair-list", _("疑似重复"), queries.likely_pairs(actor)),
    )
    return [
        Tab(
            url=reverse(f"directory:{name}"),
            label=label,
            count=waiting.count(),
            is_current=name == current,
        )
        for name, label, waiting in rows
    ]
