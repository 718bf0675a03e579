"""Where a contract, an amendment and an appeal stand, and the steps between."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yizhan.kernel.flows import Flow, Step

WRITE, REGISTER = "contracts.write", "contracts.register"
SUPERVISE, TAX = "contracts.supervise", "contracts.tax"
CLOCK, IMPORT = "contracts.clock", "contracts.import"


class Stage(TextChoices):
    """Where a contract stands. Only a registered one counts."""

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


_DRAFT, _SUBMITTED, _CORRECTION = Stage.DRAFT, Stage.SUBMITTED, Stage.CORRECTION
_REVIEWING, _PROPOSED, _REGISTERED = Stage.REVIEWING, Stage.PROPOSED, Stage.REGISTERED

COUNTED = frozenset({_REGISTERED})
EDITABLE = frozenset({_DRAFT, _CORRECTION})
# Before acceptance: the office has not yet taken it on.
UNACCEPTED = frozenset({_DRAFT, _SUBMITTED, _CORRECTION})
IN_REVIEW = frozenset({Stage.ACCEPTED, _REVIEWING, _PROPOSED})
# Stages in which the office has something to do.
AT_OFFICE = frozenset({_SUBMITTED, *IN_REVIEW})
# What a number was given to.
NUMBERED = frozenset({_REGISTERED, Stage.CANCELLED, Stage.REVOKED})
# What has a day of acceptance and so a rule set.
JUDGED = IN_REVIEW | NUMBERED | {Stage.REFUSED}
# While one of these, the same contract cannot be filed again.
LIVE = frozenset({_CORRECTION, *AT_OFFICE, _REGISTERED})
ENDED = frozenset({Stage.WITHDRAWN, Stage.CANCELLED, Stage.REVOKED})
ON_THE_CLOCK = frozenset({_CORRECTION, *AT_OFFICE})

FLOW = Flow(
    {
        "submit": Step(EDITABLE, _SUBMITTED, WRITE),
        "withdraw": Step(UNACCEPTED, Stage.WITHDRAWN, WRITE),
        "request_correction": Step(frozenset({_SUBMITTED}), _CORRECTION, REGISTER),
        "accept": Step(frozenset({_SUBMITTED}), Stage.ACCEPTED, REGISTER),
        # Taking again hands a contract from one registrar to another.
        "take": Step(frozenset({Stage.ACCEPTED, _REVIEWING}), _REVIEWING, REGISTER),
        "propose": Step(frozenset({_REVIEWING}), _PROPOSED, REGISTER),
        "register": Step(frozenset({_REVIEWING}), _REGISTERED, REGISTER),
        "refuse": Step(frozenset({_REVIEWING}), Stage.REFUSED, REGISTER),
        "countersign": Step(frozenset({_PROPOSED}), _REGISTERED, REGISTER),
        "countersign_refusal": Step(frozenset({_PROPOSED}), Stage.REFUSED, REGISTER),
        "send_back": Step(frozenset({_PROPOSED}), _REVIEWING, REGISTER),
        "cancel": Step(frozenset({_REGISTERED}), Stage.CANCELLED, REGISTER),
        "revoke": Step(frozenset({_REGISTERED}), Stage.REVOKED, REGISTER),
        # Only by an appeal that was upheld.
        "redetermine": Step(frozenset({_REGISTERED, Stage.REFUSED}), _REVIEWING, SUPERVISE),
    },
    start=_DRAFT,
)


class AmendmentStage(TextChoices):
    """Where a wish to change a registered contract stands."""

    FILED = "filed", _("待办理")
    APPLIED = "applied", _("已变更")
    DECLINED = "declined", _("不予变更")
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
    UPHELD = "upheld", _("予以重新认定")
    DISMISSED = "dismissed", _("维持原决定")


APPEAL_FLOW = Flow(
    {
        "uphold": Step(frozenset({AppealStage.FILED}), AppealStage.UPHELD, SUPERVISE),
        "dismiss": Step(frozenset({AppealStage.FILED}), AppealStage.DISMISSED, SUPERVISE),
    },
    start=AppealStage.FILED,
)
