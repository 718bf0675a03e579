"""The sentence for each refusal: what stands in the way, and what to do about it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yizhan.imports.models import Run
from yizhan.imports.services import target_of
from yizhan.imports.stages import Stage
from yizhan.kernel.refusals import Refusal, Refused

FILE: Mapping[str, Any] = {
    "imports.empty_file": _("文件是空的，请重新选择"),
    "imports.file_too_large": _("文件超过 %(limit_mb)s MB，请拆分后分次上传"),
    "imports.not_a_table": _("这不是表格文件，请上传 CSV、XLSX 或 JSON Lines"),
    "imports.html_disguised": _(
        "这是扩展名为表格的网页文件，请在电子表格软件中打开，另存为 XLSX 后上传"
    ),
    "imports.old_workbook": _("这是旧版 Excel（.xls）文件，请另存为 XLSX 后上传"),
    "imports.other_workbook": _("暂不读取这种工作簿格式，请另存为 XLSX 后上传"),
    "imports.encrypted_workbook": _("工作簿设有密码，请取消密码后上传"),
    "imports.broken_workbook": _("工作簿已损坏，无法读取；请用电子表格软件打开并另存一次"),
    "imports.archive_bomb": _("工作簿解压后异常庞大，为安全起见不予读取"),
    "imports.sheet_too_large": _(
        "工作表有 %(rows)s 行 × %(columns)s 列，超出读取范围；请删去空白区域或另存为 CSV"
    ),
    "imports.unknown_encoding": _("无法识别文字编码，请另存为 UTF-8 编码的 CSV"),
    "imports.unclosed_quote": _("第 %(row)s 行的引号没有成对，后面的内容无法读取"),
    "imports.too_many_columns": _("列数过多，请只保留需要的列"),
    "imports.too_many_rows": _("超过 %(limit)s 行，请拆分后分次上传"),
    "imports.no_rows": _("没有读到数据行，请检查表头所在的行和工作表"),
    "imports.broken_json": _("JSON 内容不完整，无法读取"),
    "imports.json_array_too_large": _(
        "JSON 数组超过 %(limit_mb)s MB，请改为每行一个对象的 JSON Lines"
    ),
    "imports.no_space": _("服务器存储空间不足，文件没有保存，请稍后再试或联系管理员"),
    "imports.file_gone": _("原文件已不在服务器上，请重新上传"),
}
ROW: Mapping[str, Any] = {
    "imports.damaged_text": _("有无法识别的字符，请在原文件中改正"),
    "imports.cell_error": _("单元格 %(cell)s 的公式结果为错误值 %(value)s"),
    "imports.too_many_cells": _("从 %(column)s 列起多出内容，可能是文字中的分隔符没有加引号"),
    "imports.broken_json_line": _("这一行不是完整的 JSON 对象"),
    "imports.not_a_number": _("“%(value)s”不是数字"),
    "imports.not_an_amount": _("“%(value)s”不是金额，例如 50 或 50万元"),
    "imports.range_not_amount": _("“%(value)s”是一个范围，这里要填一个金额"),
    "imports.amount_out_of_range": _("金额“%(value)s”为负或过大"),
    "imports.foreign_currency": _("“%(value)s”不是人民币金额，请折算后填写"),
    "imports.not_a_day": _("“%(value)s”不是日期，例如 2026-03-31"),
    "imports.not_yes_or_no": _("“%(value)s”不是“是”或“否”"),
    "imports.unknown_choice": _("“%(value)s”不在可填的值之内"),
    "imports.text_too_long": _("有 %(length)s 个字，最多 %(limit)s 个字"),
    "imports.empty_required": _("必填，不能为空"),
    "imports.repeated_row": _("与第 %(row)s 行的编号相同而内容不同"),
    "imports.row_failed": _("这一行无法保存，原因已记入系统日志，请联系管理员"),
}
SENTENCES: Mapping[str, Any] = {
    **FILE,
    **ROW,
    "imports.unknown_preset": _("没有这种表样“%(preset)s”。"),
    "imports.unknown_target": _("没有“%(target)s”这种导入"),
    "imports.unknown_export": _("没有“%(export)s”这种导出"),
    "imports.unknown_format": _("没有“%(format)s”这种格式，请用 csv、xlsx 或 jsonl"),
    "imports.unknown_field": _("没有“%(field)s”这个字段"),
    "imports.unknown_column": _("文件中没有“%(column)s”这一列"),
    "imports.unknown_unit": _("没有“%(unit)s”这个金额单位"),
    "imports.required_field": _("“%(field)s”必填，请选择一列，或填写统一的值"),
    "imports.nothing_mapped": _("至少要有一列对应到一个字段"),
    "imports.broke_off": _("导入意外中断（%(error)s），可从中断处继续"),
    "imports.unknown_organisation": _("没有找到机构“%(organisation)s”"),
    "flow.wrong_stage": _("当前阶段为“%(stage)s”，不能进行这一步，请刷新页面"),
    "version.stale": _("您打开页面后，对应关系已被修改，请按最新内容核对"),
}


def say(refusal: Refusal) -> str:
    """Put a refusal of this context into words."""
    values = dict(refusal.values)
    if refusal.code == "flow.wrong_stage":
        values["stage"] = Stage(str(values["stage"])).label
    return str(SENTENCES[refusal.code]) % values


def say_all(refused: Refused) -> str:
    """Put everything that was refused into one text."""
    return "；".join(say(refusal) for refusal in refused.refusals)


def say_reason(run: Run) -> str:
    """Say why a run broke off."""
    if run.reason not in SENTENCES:
        return run.reason
    return say(Refusal(run.reason, run.reason_values))


def teller(run: Run) -> Callable[[Refusal], str]:
    """Return the function that words what was wrong with a row, field and all."""
    target, plan = target_of(run.target), run.mapping
    labels = {field.code: str(field.label) for field in target.fields}

    def tell(refusal: Refusal) -> str:
        bare = Refusal(refusal.code, refusal.values)
        text = say(bare) if refusal.code in SENTENCES else target.say(bare)
        column = plan.source(refusal.place).column or labels.get(refusal.place, "")
        if not column:
            return text
        return gettext("“%(column)s”：%(text)s") % {"column": column, "text": text}

    return tell
