"""The stages of a contract, an amendment and an objection, and the steps between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yizhan.kernel.flows import Flow, Step

WRITE, REGISTER, CLOCK, IMPORT = (
    "contracts.write",
    "contracts.register",
    "contracts.clock",
    "contracts.import",
)


class Stage(TextChoices):
    """Where a contract stands with its office."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已提交")
    CORRECTION = "correction", _("待补正")
    ACCEPTED = "accepted", _("已受理")
    REVIEWING = "reviewing", _("审查中")
    PROPOSED = "proposed", _("待复核")
    REGISTERED = "registered", _("已登记")
    REFUSED = "refused", _("未予登记")
    WITHDRAWN = "withdrawn", _("已撤回")
    CANCELLED = "cancelled", _("已注销")
    REVOKED = "revoked", _("已撤销")


# What the statistics count.
COUNTED = frozenset({Stage.REGISTERED})
EDITABLE = frozenset({Stage.DRAFT, Stage.CORRECTION})
# Stages in which the office has something to do.
AT_OFFICE = frozenset({Stage.SUBMITTED, Stage.ACCEPTED, Stage.REVIEWING, Stage.PROPOSED})
# Stages with a day of acceptance and so a rule set.
JUDGED = frozenset(
    {
        Stage.ACCEPTED,
        Stage.REVIEWING,
        Stage.PROPOSED,
        Stage.REGISTERED,
        Stage.REFUSED,
        Stage.CANCELLED,
        Stage.REVOKED,
    }
)
# Stages in which a number has been given out.
NUMBERED = frozenset({Stage.REGISTERED, Stage.CANCELLED, Stage.REVOKED})

FLOW = Flow(
    {
        "submit": Step(frozenset({Stage.DRAFT, Stage.CORRECTION}), Stage.SUBMITTED, WRITE),
        "withdraw": Step(
            frozenset({Stage.DRAFT, Stage.SUBMITTED, Stage.CORRECTION}), Stage.WITHDRAWN, WRITE
        ),
        "correct": Step(frozenset({Stage.SUBMITTED}), Stage.CORRECTION, REGISTER),
        "accept": Step(frozenset({Stage.SUBMITTED}), Stage.ACCEPTED, REGISTER),
        "take": Step(frozenset({Stage.ACCEPTED}), Stage.REVIEWING, REGISTER),
        # What the rules or the sample demand is proposed by one and decided by another.
        "propose": Step(frozenset({Stage.REVIEWING}), Stage.PROPOSED, REGISTER),
        "send_back": Step(frozenset({Stage.PROPOSED}), Stage.REVIEWING, REGISTER),
        "register": Step(
            frozenset({Stage.REVIEWING, Stage.PROPOSED}), Stage.REGISTERED, REGISTER
        ),
        "refuse": Step(frozenset({Stage.REVIEWING, Stage.PROPOSED}), Stage.REFUSED, REGISTER),
        "cancel": Step(frozenset({Stage.REGISTERED}), Stage.CANCELLED, REGISTER),
        "revoke": Step(frozenset({Stage.REGISTERED}), Stage.REVOKED, REGISTER),
        # An objection that was upheld: the office determines anew.
        "redetermine": Step(
            frozenset({Stage.REFUSED, Stage.REGISTERED}), Stage.REVIEWING, REGISTER
        ),
    },
    start=Stage.DRAFT,
)


class AmendmentStage(TextChoices):
    """Where a change asked for by the seller stands."""

    FILED = "filed", _("待审查")
    APPLIED = "applied", _("已变更")
    DECLINED = "declined", _("未予变更")
    WITHDRAWN = "withdrawn", _("已撤回")


AMENDMENT_FLOW = Flow(
    {
        "apply": Step(frozenset({AmendmentStage.FILED}), AmendmentStage.APPLIED, REGISTER),
        "decline": Step(frozenset({AmendmentStage.FILED}), AmendmentStage.DECLINED, REGISTER),
        "withdraw": Step(frozenset({AmendmentStage.FILED}), AmendmentStage.WITHDRAWN, WRITE),
    },
    start=AmendmentStage.FILED,
)


class AppealStage(TextChoices):
    """Where an objection to a decision stands."""

    FILED = "filed", _("待复核")
    UPHELD = "upheld", _("异议成立")
    DISMISSED = "dismissed", _("异议不成立")


APPEAL_FLOW = Flow(
    {
        "uphold": Step(frozenset({AppealStage.FILED}), AppealStage.UPHELD, REGISTER),
        "dismiss": Step(frozenset({AppealStage.FILED}), AppealStage.DISMISSED, REGISTER),
    },
    start=AppealStage.FILED,
)
