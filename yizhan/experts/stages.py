"""The two flows: a profile from draft to listed, a request from sent to closed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yizhan.kernel.flows import Flow, Step

PROFILE, CONFIRM, CLOCK = "experts.profile", "experts.confirm", "experts.clock"
ASK, ANSWER = "experts.ask", "experts.answer"


class ExpertStage(TextChoices):
    """Where a profile stands. Only a listed one is public."""

    DRAFT = "draft", _("草稿")
    WAITING = "waiting", _("待单位确认")
    LISTED = "listed", _("可请教")
    PAUSED = "paused", _("暂停接受")
    WITHDRAWN = "withdrawn", _("已撤出")


_D, _W, _L, _P = (
    ExpertStage.DRAFT,
    ExpertStage.WAITING,
    ExpertStage.LISTED,
    ExpertStage.PAUSED,
)
CONSENTED = frozenset({_W, _L, _P})

EXPERT_FLOW = Flow(
    {
        "submit": Step(frozenset({_D}), _W, PROFILE),
        "vouch": Step(frozenset({_W}), _L, CONFIRM),
        "return": Step(frozenset({_W, _L, _P}), _D, CONFIRM),
        # Who changes what the home organisation vouched for asks it again.
        "edit": Step(frozenset({_L, _P}), _W, PROFILE),
        "pause": Step(frozenset({_L}), _P, PROFILE),
        "resume": Step(frozenset({_P}), _L, PROFILE),
        "withdraw": Step(frozenset({_D, _W, _L, _P}), ExpertStage.WITHDRAWN, PROFILE),
        "revise": Step(frozenset({ExpertStage.WITHDRAWN}), _D, PROFILE),
        "fade": Step(frozenset({_L}), _P, CLOCK),
        "leave": Step(frozenset({_W, _L, _P}), _D, CLOCK),
    },
    start=ExpertStage.DRAFT,
)


class AdviceStage(TextChoices):
    """Where a request stands."""

    SENT = "sent", _("待受理")
    DISCLOSED = "disclosed", _("待定夺冲突")
    ACCEPTED = "accepted", _("已受理")
    OVERDUE = "overdue", _("逾期未答")
    ANSWERED = "answered", _("已答复")
    CLOSED = "closed", _("已办结")
    DECLINED = "declined", _("已谢绝")
    LAPSED = "lapsed", _("逾期未受理")
    WITHDRAWN = "withdrawn", _("已撤回")
    RETURNED = "returned", _("已退还")


_SENT, _DISCLOSED, _ACCEPTED, _OVERDUE = (
    AdviceStage.SENT,
    AdviceStage.DISCLOSED,
    AdviceStage.ACCEPTED,
    AdviceStage.OVERDUE,
)
# While one of these, the same organisation cannot ask the same expert again.
OPEN = frozenset({_SENT, _DISCLOSED, _ACCEPTED, _OVERDUE})
AT_WORK = frozenset({_ACCEPTED, _OVERDUE})

ADVICE_FLOW = Flow(
    {
        "accept": Step(frozenset({_SENT}), _ACCEPTED, ANSWER),
        "disclose": Step(frozenset({_SENT}), _DISCLOSED, ANSWER),
        "proceed": Step(frozenset({_DISCLOSED}), _ACCEPTED, ASK),
        "decline": Step(frozenset({_SENT, *AT_WORK}), AdviceStage.DECLINED, ANSWER),
        "answer": Step(AT_WORK, AdviceStage.ANSWERED, ANSWER),
        "close": Step(frozenset({AdviceStage.ANSWERED}), AdviceStage.CLOSED, ASK),
        "withdraw": Step(OPEN, AdviceStage.WITHDRAWN, ASK),
        "lapse": Step(frozenset({_SENT, _DISCLOSED}), AdviceStage.LAPSED, CLOCK),
        "remind": Step(frozenset({_ACCEPTED}), _OVERDUE, CLOCK),
        "settle": Step(frozenset({AdviceStage.ANSWERED}), AdviceStage.CLOSED, CLOCK),
        "return": Step(OPEN, AdviceStage.RETURNED, CLOCK),
    },
    start=AdviceStage.SENT,
)
