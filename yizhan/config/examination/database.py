"""Checks of the database: does it answer, may we do too much, is it up to date."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from yizhan.config.postgres.binaries import OLDEST_MAJOR
from yizhan.web.health import Finding, Level


def server() -> Finding:
    """Ask the server for its version and encoding."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version'),"
                " current_setting('server_version_num')::int / 10000,"
                " current_setting('server_encoding')"
            )
            version, major, encoding = cursor.fetchone()
    except (OperationalError, InterfaceError) as error:
        reason = str(error).strip().splitlines()[-1]
        message = _("数据库没有应答：%(reason)s") % {"reason": reason}
        remedy = _("查看数据目录中的 postgres/server.log；外部数据库请检查 YIZHAN_DATABASE_URL")
        return Finding("database", Level.BROKEN, message, remedy)
    facts = {"version": version, "encoding": encoding}
    if major < OLDEST_MAJOR or encoding != "UTF8":
        message = _("PostgreSQL %(version)s，编码 %(encoding)s") % facts
        remedy = _("需要 PostgreSQL 15 或更高版本，编码 UTF8")
        return Finding("database", Level.BROKEN, message, remedy)
    return Finding("database", Level.OK, _("PostgreSQL %(version)s，编码 %(encoding)s") % facts)


def rights() -> Finding:
    """See that the application can neither change tables nor pass over their triggers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls,"
            " EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public'"
            "         AND tableowner = current_user)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        role, is_super, owns = cursor.fetchone()
    if is_super or owns:
        message = _("应用以角色 %(role)s 连接，该角色能改表或绕过触发器") % {"role": role}
        remedy = _(
            "在 YIZHAN_DATABASE_URL 中用只有读写权限的角色 yizhan_app，"
            "在 YIZHAN_DATABASE_OWNER_URL 中用表的所有者"
        )
        return Finding("rights", Level.WARNING, message, remedy)
    message = _("应用以角色 %(role)s 连接，只能读写数据") % {"role": role}
    return Finding("rights", Level.OK, message)


def migrations() -> Finding:
    """Count what `migrate` would still do."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        message = _("有 %(count)s 项迁移未执行") % {"count": len(waiting)}
        return Finding("migrations", Level.BROKEN, message, _("运行 yizhan migrate"))
    return Finding("migrations", Level.OK, _("数据库结构是最新的"))
