"""What can go wrong with a backup or its restoration: a code, a sentence, a remedy."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "no_client": _(
        "找不到不旧于服务器的 pg_dump(服务器版本 %(major)s)。"
        "请安装 postgresql-client-%(major)s。"
    ),
    "dump_failed": _("pg_dump 失败：%(reason)s"),
    "load_failed": _("pg_restore 失败，数据库没有改变：%(reason)s"),
    "not_writable": _("不能写入 %(path)s：%(reason)s"),
    "not_readable": _("不能读取 %(path)s：%(reason)s"),
    "not_an_archive": _("%(path)s 不是驿站的备份文件。"),
    "newer_format": _("备份文件的格式 %(found)s 比本程序认识的 %(known)s 新，请先升级驿站。"),
    "truncated": _("备份文件不完整：缺少 %(name)s。没有改动任何数据。"),
    "damaged": _("备份文件已损坏：%(name)s 的校验值不符。没有改动任何数据。"),
    "not_empty": _(
        "数据库中已有数据（%(rows)s 行）。若要用备份取代它，请加 --replace；"
        "建议先运行 yizhan backup。"
    ),
    "in_use": _("还有 %(count)s 个连接在使用数据库。请先停止 yizhan serve 等程序。"),
    "counts_differ": _(
        "恢复后 %(table)s 有 %(found)s 行，备份时有 %(wanted)s 行。数据库没有改变。"
    ),
}


class ArchiveError(Exception):
    """A backup cannot be written or restored; `code` is permanent, the text says why."""

    def __init__(self, code: str, **values: Any) -> None:
        """Keep the code and the values for the sentence."""
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        """Say it in the language in use."""
        return str(SENTENCES[self.code]) % self.values
