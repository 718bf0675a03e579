"""How the identity of an organisation is established, and the steps between."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yizhan.kernel.flows import Flow, Step


class Verification(TextChoices):
    """What the platform knows about an organisation's identity."""

    UNVERIFIED = "unverified", _("未核实")
    CLAIMED = "claimed", _("待核实")
    VERIFIED = "verified", _("已核实")
    REJECTED = "rejected", _("核实未通过")


FLOW = Flow(
    {
        "claim": Step(
            frozenset({Verification.UNVERIFIED, Verification.REJECTED}),
            Verification.CLAIMED,
            "directory.write",
        ),
        "verify": Step(
            frozenset({Verification.UNVERIFIED, Verification.CLAIMED, Verification.REJECTED}),
            Verification.VERIFIED,
            "directory.verify",
        ),
        "reject": Step(
            frozenset({Verification.CLAIMED}), Verification.REJECTED, "directory.verify"
        ),
        # Whoever changes the identity of a verified organisation asks to be verified again.
        "edit": Step(
            frozenset({Verification.VERIFIED}), Verification.CLAIMED, "directory.write"
        ),
        "revoke": Step(
            frozenset({Verification.VERIFIED}), Verification.UNVERIFIED, "directory.verify"
        ),
    },
    start=Verification.UNVERIFIED,
)
