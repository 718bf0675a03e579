"""What the stages of a run look like."""

from django.utils.translation import gettext_lazy as _

from yizhan.imports.models import Run
from yizhan.imports.stages import Stage
from yizhan.web.badges import Badge

BADGES = {
    Stage.UPLOADED: Badge(Stage.UPLOADED.label, "warn", "square"),
    Stage.MAPPED: Badge(Stage.MAPPED.label, "", "ring"),
    Stage.CHECKING: Badge(Stage.CHECKING.label, "rev", "half"),
    Stage.CHECKED: Badge(Stage.CHECKED.label, "info"),
    Stage.RUNNING: Badge(Stage.RUNNING.label, "rev", "half"),
    Stage.FINISHED: Badge(Stage.FINISHED.label, "ok"),
    Stage.STOPPED: Badge(Stage.STOPPED.label, "warn", "square"),
    Stage.FAILED: Badge(Stage.FAILED.label, "bad", "square"),
}
_ROAD = (
    (_("上传"), {Stage.UPLOADED}),
    (_("对应各列"), {Stage.MAPPED}),
    (_("试运行"), {Stage.CHECKING, Stage.CHECKED}),
    (_("导入"), {Stage.RUNNING, Stage.STOPPED, Stage.FAILED}),
    (_("完成"), {Stage.FINISHED}),
)


def road(run: Run) -> list[dict[str, object]]:
    """Return the stations of a run for the relay line."""
    at = next(n for n, (_label, stages) in enumerate(_ROAD) if run.stage in stages)
    if run.stage == Stage.UPLOADED:
        at = 1
    elif run.phase == "check":
        # A broken dry run stands at its own station, not at the import it never reached.
        at = 2
    end = len(_ROAD) if run.stage == Stage.FINISHED else at
    return [
        {"label": label, "state": "done" if n < end else "now" if n == end else ""}
        for n, (label, _stages) in enumerate(_ROAD)
    ]
