"""The stages of a run and the steps between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yizhan.kernel.flows import Flow, Step


class Stage(TextChoices):
    """Where a run stands."""

    UPLOADED = "uploaded", _("已上传")
    MAPPED = "mapped", _("已对应")
    CHECKING = "checking", _("试运行中")
    CHECKED = "checked", _("已试运行")
    RUNNING = "running", _("导入中")
    FINISHED = "finished", _("已完成")
    STOPPED = "stopped", _("已停止")
    FAILED = "failed", _("已中断")


RUN = "imports.run"
_RESTING = frozenset({Stage.UPLOADED, Stage.MAPPED, Stage.CHECKED, Stage.STOPPED, Stage.FAILED})
_MAPPED = frozenset({Stage.MAPPED, Stage.CHECKED, Stage.STOPPED, Stage.FAILED})
WORKING = frozenset({Stage.CHECKING, Stage.RUNNING})

FLOW = Flow(
    {
        "reread": Step(_RESTING - {Stage.STOPPED, Stage.FAILED}, Stage.UPLOADED, RUN),
        "map": Step(_RESTING, Stage.MAPPED, RUN),
        "check": Step(_MAPPED, Stage.CHECKING, RUN),
        "complete_check": Step(frozenset({Stage.CHECKING}), Stage.CHECKED, RUN),
        "start": Step(_MAPPED, Stage.RUNNING, RUN),
        "finish": Step(frozenset({Stage.RUNNING}), Stage.FINISHED, RUN),
        "stop": Step(WORKING, Stage.STOPPED, RUN),
        "fail": Step(WORKING, Stage.FAILED, RUN),
    },
    start=Stage.UPLOADED,
)
