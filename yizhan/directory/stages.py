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


class ClaimStage(TextChoices):
    """What became of a person's claim on an organisation."""

    OPEN = "open", _("待决定")
    GRANTED = "granted", _("已认领")
    REFUSED = "refused", _("未予认领")
    WITHDRAWN = "withdrawn", _("已撤回")
    LOST = "lost", _("已由他人认领")
    EXPIRED = "expired", _("已过期")


_OPEN = frozenset({ClaimStage.OPEN})
CLAIM_FLOW = Flow(
    {
        "grant": Step(_OPEN, ClaimStage.GRANTED, "directory.verify"),
        "refuse": Step(_OPEN, ClaimStage.REFUSED, "directory.verify"),
        "withdraw": Step(_OPEN, ClaimStage.WITHDRAWN, "directory.register"),
        "lose": Step(_OPEN, ClaimStage.LOST, "directory.verify"),
        "expire": Step(_OPEN, ClaimStage.EXPIRED, "site.administer"),
    },
    start=ClaimStage.OPEN,
)


class SeatStage(TextChoices):
    """Where a house stands with an alliance."""

    INVITED = "invited", _("已邀请")
    JOINED = "joined", _("已加入")
    DECLINED = "declined", _("已谢绝")
    WITHDRAWN = "withdrawn", _("已撤回")
    LEFT = "left", _("已退出")


_INVITED, _JOINED = frozenset({SeatStage.INVITED}), frozenset({SeatStage.JOINED})
SEAT_FLOW = Flow(
    {
        "accept": Step(_INVITED, SeatStage.JOINED, "directory.write"),
        "decline": Step(_INVITED, SeatStage.DECLINED, "directory.write"),
        "withdraw": Step(_INVITED, SeatStage.WITHDRAWN, "directory.write"),
        "leave": Step(_JOINED, SeatStage.LEFT, "directory.write"),
    },
    start=SeatStage.INVITED,
)
