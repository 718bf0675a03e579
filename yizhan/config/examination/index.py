"""The check of the search index: there, made by this program, fresh, and complete."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yizhan.matching.indexing.health import Finding as IndexFinding
from yizhan.matching.indexing.health import index_findings
from yizhan.web.health import Finding, Level

# These cost speed or part of the score; the others cost answers.
_LESSER = {"index.encoder", "index.waste", "index.lag"}


def index() -> Finding:
    """Compare the index with the database; the first trouble found is the one that is said."""
    found = index_findings(at=timezone.now())
    broken = [finding for finding in found if not finding.ok]
    if not broken:
        name = found[0].values["name"]
        count = next(f.values["documents"] for f in found if f.code == "index.counts")
        values = {"name": name, "count": count}
        return Finding(
            "index", Level.OK, _("索引 %(name)s 与数据库一致，共 %(count)d 条") % values
        )
    worst = min(broken, key=lambda finding: finding.code in _LESSER)
    level = Level.WARNING if worst.code in _LESSER else Level.BROKEN
    message, remedy = _sentences(worst)
    return Finding("index", level, message, remedy)


def _sentences(finding: IndexFinding) -> tuple[str, str]:
    patterns = {
        "index.lag": _("有变更等待 %(seconds).0f 秒仍未进入索引"),
        "index.analyzer": _("索引由分词版本 %(index)s 建立，程序为 %(program)s"),
        "index.encoder": _("索引的语义模型 %(encoder)s 现在不可用，只按词语检索"),
        "index.waste": _("%(documents)d 条信息占用 %(slots)d 个位置，检索变慢"),
        "index.counts": _("索引与数据库的条数不一致"),
        "index.sample": _("抽查发现索引内容与数据库不一致"),
        "index.missing": _("没有可用的索引：%(reason)s"),
    }
    remedies = {
        "index.lag": _("确认 yizhan indexer 正在运行（yizhan serve 会启动它）"),
        "index.encoder": _("检查 YIZHAN_ENCODER 的设置与模型服务"),
    }
    rebuild = _("运行 yizhan reindex；期间旧索引照常应答")
    values: Mapping[str, Any] = finding.values
    return patterns[finding.code] % values, remedies.get(finding.code, rebuild)
