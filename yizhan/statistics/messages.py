"""The words for refusals."""

from django.utils.translation import gettext_lazy as _

from yizhan.kernel.refusals import Refusal

SENTENCES = {
    "statistics.unknown_layout": _("认不出这个文件的列，请使用说明中的格式。"),
    "statistics.unreadable_value": _("文件中有无法识别的数值：%(why)s"),
    "statistics.unknown_table": _("没有这种统计表。"),
    "statistics.year_to_come": _("这一年还没有到。"),
    "statistics.already_published": _("这张表已经发布，请发布修订版。"),
    "statistics.reason_wanted": _("请写明修订原因。"),
    "statistics.revised_already": _("这一版已有修订版，请在最新一版上修订。"),
    "statistics.nothing_changed": _("截止以来数据没有变动，不需要修订。"),
    "statistics.too_few_moved": _(
        "变动的合同少于 %(least)s 项，公布差异会透露个别合同；满 %(least)s 项再修订。"
    ),
    "statistics.being_written": _("正在批量写入合同，稍后再试。"),
}


def say(refusal: Refusal) -> str:
    """Say why in the reader's language."""
    return str(SENTENCES[refusal.code]) % refusal.values
