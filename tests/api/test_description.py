"""The description in the repository is what the code says, and its examples work."""

import json
import shlex
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.town import Town
from tools.openapi import FILE, described
from yizhan.config.api_examples import EXAMPLES, Example


def test_the_description_in_the_repository_is_what_the_code_says() -> None:
    """Renew it with `python tools/openapi.py` and review the difference."""
    assert FILE.read_text() == described()


def test_every_operation_documents_its_refusals() -> None:
    document = json.loads(FILE.read_text())
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            documented = set(operation["responses"])
            assert {"400", "401", "403", "429", "503"} <= documented, (method, path)
            if "{" in path:
                assert "404" in documented, path
            assert operation["x-scope"], path


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.command[:40])
def test_each_example_on_the_page_works(in_town: Town, example: Example) -> None:
    """Sent as the page prints it, with the town's own key."""
    command = example.on("http://testserver").replace("KEY", in_town.keys["machine"])
    answer = _sent(shlex.split(command.replace("\\\n", " ")))
    assert answer.status_code == example.status, answer.content


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_page_names_every_operation(in_town: Town, language: str) -> None:
    page = Client().get(f"{language}{reverse('api-guide')}").content.decode()
    for path in json.loads(FILE.read_text())["paths"]:
        assert path in page


def _sent(words: list[str]) -> Any:
    headers: dict[str, str] = {}
    body, address = None, ""
    rest = iter(words[1:])
    for word in rest:
        if word == "-H":
            name, _colon, value = next(rest).partition(": ")
            headers[name.lower()] = value
        elif word == "-d":
            body = next(rest)
        else:
            address = word
    kind = headers.pop("content-type", "application/json")
    if body is None:
        return Client().get(address, headers=headers)
    return Client().post(address, body, content_type=kind, headers=headers)
