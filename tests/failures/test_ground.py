"""The ground gives way: no database, no index, no space, a clock that jumped."""

import errno
import logging
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from tests.doors.test_doors import answered
from tests.failures.forms import main_form
from tests.town import Town
from yizhan.audit.models import Entry
from yizhan.directory.models import Organisation
from yizhan.imports.models import Run
from yizhan.listings.models import Listing
from yizhan.matching.indexing.gateway import forget_retriever

PAGES = ("/", "/search/?q=渗氮", "/needs/{need.published}/", "/organisations/", "/match/")
NOTICES = {
    "/search/?kind=offer&q=渗氮": "检索索引",
    "/needs/{need.published}/": "匹配暂时不可用",
    "/offers/{offer.university}/": "匹配暂时不可用",
}
PROBLEM = {"text": "海水泵叶轮半年就点蚀，求低温表面强化工艺。"}


@pytest.fixture(autouse=True)
def _silence() -> Iterator[None]:
    """What breaks here is said in the log, and is meant."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def client_of(town: Town, role: str) -> Client:
    """Return a client that hands back the page of a failure instead of the failure."""
    client = town.client(role)
    client.raise_request_exception = False
    return client


def at(town: Town, address: str) -> str:
    """Put ids for the names of what is in town."""
    for name, value in town.ids.items():
        address = address.replace(f"{{{name}}}", str(value))
    return address


class Cut:
    """Lets some statements pass and none after them, as a server does that goes away."""

    def __init__(self, after: int) -> None:
        """Count down from there."""
        self.left = after

    def __call__(self, execute: Callable[..., Any], *call: Any) -> Any:
        """Pass the statement on, or fail."""
        if self.left <= 0:
            raise OperationalError("the connection is gone")
        self.left -= 1
        return execute(*call)


def stored() -> list[Any]:
    """Return everything a verb of these tests could have written."""
    return [
        sorted(Listing.objects.values_list("id", "stage", "version", "title")),
        sorted(Organisation.objects.values_list("id", "version", "verification", "name")),
        sorted(Run.objects.values_list("id", "stage", "version")),
        Entry.objects.count(),
    ]


def draft(town: Town) -> dict[str, Any]:
    """Return the form of a draft as it stands, with another title."""
    page = town.client("member").get(at(town, "/needs/{need.draft}/edit/"))
    values = main_form(page.content.decode()).values
    return {**values, "title": "换了标题", "submit": "1"}


def decision(town: Town) -> dict[str, Any]:
    """Answer the whole checklist, as the form of the reviewer does."""
    need = Listing.objects.get(id=town.ids["need.submitted"])
    return {**answered("need"), "version": need.version}


VERBS: dict[str, tuple[str, str, Callable[[Town], dict[str, Any]]]] = {
    "edit and submit": ("member", "/needs/{need.draft}/edit/", draft),
    "publish": ("nation", "/review/{need.submitted}/publish/", decision),
    "withdraw": ("member", "/needs/{need.published}/withdraw/", lambda _town: {}),
    "verify": ("province", "/organisations/{claimed}/verify/", lambda _: {"said": "执照"}),
    "delete an import": ("member", "/imports/{run.uploaded}/delete/", lambda _town: {}),
}
# Nobody's rights change; what came in by it stays.
WITHOUT_FACT = {"delete an import"}


@pytest.mark.parametrize("verb", VERBS)
def test_a_database_that_goes_away_at_any_statement_leaves_no_half(
    own_town: Town, verb: str
) -> None:
    """Cut after the first statement, the second, and so on: 503 and nothing written."""
    role, address, form = VERBS[verb]
    values, before = form(own_town), stored()
    client = client_of(own_town, role)
    for after in range(200):
        cut = Cut(after)
        with connection.execute_wrapper(cut):
            answer = client.post(at(own_town, address), values)
        if cut.left > 0:
            break
        connection.close()
        # Once all is written, the fact included, only the page that follows can fail.
        if stored() != before:
            assert verb in WITHOUT_FACT or stored()[-1] > before[-1], after
            break
        assert answer.status_code == 503, after
        assert answer.headers["Retry-After"]
        assert answer.content.decode().count("</html>") == 1
    assert after > 5
    assert stored() != before


@pytest.mark.parametrize("role", ["visitor", "member"])
def test_every_page_says_that_the_database_is_gone(in_town: Town, role: str) -> None:
    """From the first statement on, whoever asks."""
    for address in PAGES[:-1]:
        with connection.execute_wrapper(Cut(0)):
            answer = client_of(in_town, role).get(at(in_town, address))
        assert answer.status_code == 503, address
        assert "平台暂时连不上数据库" in answer.content.decode()


@pytest.mark.parametrize("ruin", ["gone", "empty", "torn"])
def test_without_an_index_pages_say_so_and_everything_else_works(
    own_town: Town, ruin: str
) -> None:
    """Search looks into the database, matches say that they will be back."""
    damage(own_town.index, ruin)
    forget_retriever()
    client = own_town.client("visitor")
    for address, notice in NOTICES.items():
        answer = client.get(at(own_town, address))
        assert answer.status_code == 200, address
        assert notice in answer.content.decode(), address
    answer = client.post("/match/", PROBLEM)
    assert answer.status_code == 200
    assert "匹配暂时不可用" in answer.content.decode()
    for address in PAGES:
        assert client.get(at(own_town, address)).status_code == 200, address


def damage(index: Path, ruin: str) -> None:
    """Take the index away, empty it, or tear its files in half."""
    if ruin == "gone":
        shutil.rmtree(index)
    elif ruin == "empty":
        shutil.rmtree(index)
        index.mkdir()
    else:
        for file in index.rglob("*"):
            if file.is_file() and file.stat().st_size > 200:
                file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


RUNS_OUT = {
    "while the upload arrives": (
        "django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk"
    ),
    "when the store opens a file": "tempfile.mkstemp",
    "when the store writes it out": "os.fsync",
}


@pytest.mark.parametrize("when", RUNS_OUT)
def test_a_full_disk_is_said_to_who_uploads(
    in_town: Town, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Wherever the space runs out, the answer is a sentence and no run remains."""

    def full(handler: Any = None, *_args: Any, **_values: Any) -> None:
        if hasattr(handler, "file"):
            handler.file.close()
        raise OSError(errno.ENOSPC, "No space left on device")

    before = Run.objects.count()
    file = SimpleUploadedFile("成果.csv", b"a,b\n" + b"1,2\n" * 750_000)
    client = client_of(in_town, "member")
    monkeypatch.setattr(RUNS_OUT[when], full)
    answer = client.post(reverse("imports:new"), {"target": "listings.offer", "file": file})
    monkeypatch.undo()
    assert answer.status_code == (507 if when.startswith("while") else 422)
    assert "空间" in answer.content.decode()
    assert Run.objects.count() == before


def test_a_clock_that_jumped_back_breaks_no_page(own_town: Town) -> None:
    """What was published "tomorrow" is shown all the same."""
    later = own_town.at + timedelta(days=3)
    Listing.objects.filter(stage="published").update(
        published_at=later, confirmed_at=later, updated_at=later
    )
    for address in (*PAGES, "/offers/{offer.university}/", "/search/?kind=need&sort=newest"):
        answer = own_town.client("member").get(at(own_town, address))
        assert answer.status_code == 200, address
        assert not re.search(r"[-−]\d+ ?(天|小时|分钟)", answer.content.decode()), address
