"""The stages of a station and the steps between them."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yizhan.kernel.flows import Flow, Step

APPLY, APPRAISE = "stations.apply", "stations.appraise"
WORK: Final = "stations.work"


class Stage(TextChoices):
    """Where a station stands in the network."""

    APPLIED = "applied", _("待评估")
    APPRAISING = "appraising", _("评估中")
    ADMITTED = "admitted", _("已加入")
    RECTIFYING = "rectifying", _("整改中")
    SUSPENDED = "suspended", _("暂停")
    REMOVED = "removed", _("已除名")
    LEFT = "left", _("已退出")
    DECLINED = "declined", _("未通过")
    WITHDRAWN = "withdrawn", _("已撤回")


_A, _P = Stage.APPLIED, Stage.APPRAISING
# Stages in which the network works with the station.
AT_WORK = frozenset({Stage.ADMITTED, Stage.RECTIFYING})
# Stages that everybody may see.
SHOWN = frozenset({*AT_WORK, Stage.SUSPENDED})
WAITING = frozenset({_A, _P})
OUTSIDE = frozenset({Stage.REMOVED, Stage.LEFT, Stage.DECLINED, Stage.WITHDRAWN})

FLOW = Flow(
    {
        "take": Step(frozenset({_A}), _P, APPRAISE),
        "admit": Step(frozenset({_P}), Stage.ADMITTED, APPRAISE),
        "decline": Step(frozenset({_P}), Stage.DECLINED, APPRAISE),
        "withdraw": Step(frozenset({_A, _P}), Stage.WITHDRAWN, APPLY),
        "reapply": Step(OUTSIDE, _A, APPLY),
        # A failed year is answered by rectification; what passes the recheck is whole again.
        "rectify": Step(frozenset({Stage.ADMITTED}), Stage.RECTIFYING, APPRAISE),
        "restore": Step(frozenset({Stage.RECTIFYING}), Stage.ADMITTED, APPRAISE),
        "suspend": Step(AT_WORK, Stage.SUSPENDED, APPRAISE),
        "resume": Step(frozenset({Stage.SUSPENDED}), Stage.ADMITTED, APPRAISE),
        # Two failed years in a row, or a serious breach (中国创新驿站管理办法 26).
        "remove": Step(frozenset({*AT_WORK, Stage.SUSPENDED}), Stage.REMOVED, APPRAISE),
        "leave": Step(frozenset({*AT_WORK, Stage.SUSPENDED}), Stage.LEFT, APPLY),
    },
    start=Stage.APPLIED,
)
