"""`yizhan`: make sure that the database runs, then hand over to the management commands."""

import contextlib
import json
import os
import sys
from collections.abc import Iterator, Sequence

import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import connections
from django.db.utils import InterfaceError, OperationalError
from django.utils import translation
from django.utils.translation import gettext as _

from yizhan.config.overview import print_overview
from yizhan.config.postgres import Cluster, DatabaseServerError, external_url

FAILED = 3
OVERVIEW = {"help", "-h", "--help"}
OWNER_COMMANDS = {
    "backup",
    "createcachetable",
    "flush",
    "migrate",
    "pgtrigger",
    "restore",
    "sqlflush",
    "test",
}
WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "makemessages",
    "makemigrations",
    "evaluate",
    "train",
    "doctor",  # reports what keeps the server from starting
    "serve",  # starts the server itself and stays with it
    "shellcompletion",
    "sqlmigrate",
    "startapp",
    "startproject",
    "version",
    "--version",
}


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command; failures that the user can mend are one line, not a traceback."""
    words = list(sys.argv if argv is None else argv)
    command = words[1] if len(words) > 1 else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings")
    if command in OWNER_COMMANDS:
        os.environ.setdefault("YIZHAN_DATABASE_ROLE", "owner")
    try:
        with speaking(os.environ):
            if command in OVERVIEW and len(words) <= 2:
                print_overview()
                return
            with database_for(command, words):
                execute_from_command_line(words)
    except DatabaseServerError as error:
        sys.exit(fail(str(error), code=error.code, words=words))
    except (OperationalError, InterfaceError) as error:
        if "--traceback" in words:
            raise
        sentence = _("数据库没有应答：%(reason)s。运行 yizhan doctor 查看原因。")
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else "?"
        sys.exit(fail(sentence % {"reason": reason}, code="database_gone", words=words))
    except KeyboardInterrupt:
        sys.exit(130)


@contextlib.contextmanager
def speaking(environment: "os._Environ[str] | dict[str, str]") -> Iterator[None]:
    """Speak the terminal's language where we know it: English by LANG=en_…, else Chinese."""
    named = (
        environment.get("YIZHAN_LANGUAGE")
        or environment.get("LC_ALL")
        or environment.get("LANG")
        or ""
    )
    language = "en" if named.lower().startswith("en") else settings.LANGUAGE_CODE
    django.setup()
    with translation.override(language):
        yield


@contextlib.contextmanager
def database_for(command: str, words: Sequence[str]) -> Iterator[None]:
    """Run the embedded server around a command that needs one."""
    supervised = os.environ.get("YIZHAN_SUPERVISED") == "1"
    asks_help = {"--help", "-h"} & set(words[2:])
    # With the published keys at hand a certificate is verified anywhere, offline.
    is_offline = words[1:3] == ["verify", "certificate"] and any(
        word.startswith("--keys") for word in words
    )
    if supervised or asks_help or is_offline or external_url() or command in WITHOUT_DATABASE:
        yield
        return
    with Cluster(settings.DATA).in_use():
        try:
            yield
        finally:
            connections.close_all()


def fail(sentence: str, *, code: str, words: Sequence[str]) -> int:
    """Say what went wrong, as JSON where JSON was asked for, and return the exit code."""
    if "--json" in words:
        sys.stdout.write(json.dumps({"error": code, "message": sentence}) + "\n")
    else:
        sys.stderr.write(f"yizhan: {sentence}\n")
    return FAILED


if __name__ == "__main__":
    main()
