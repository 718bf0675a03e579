"""The pages and the command of verification, as a stranger meets them."""

import json
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from yizhan.contracts import panels
from yizhan.contracts.certificates.issuing import issue_certificate
from yizhan.contracts.certificates.keys import current_key, key_path, published_keys
from yizhan.contracts.certificates.paper import sealed_file, sealed_paper
from yizhan.contracts.certificates.published import write_keys
from yizhan.contracts.certificates.verifying import check_file
from yizhan.contracts.models import Certificate
from yizhan.contracts.tests.factories import (
    AT,
    make_office,
    make_registered,
    make_registrar,
    make_supervisor,
)

pytestmark = pytest.mark.django_db
VERIFY = "/verify/"


@pytest.fixture
def certificate(settings: Settings, tmp_path: Path) -> Certificate:
    settings.YIZHAN_KEYS = tmp_path / "keys"
    cache.clear()
    actor = make_registrar(make_office())
    return issue_certificate(make_registered(), actor=actor, at=AT)


def page_of(address: str, *, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status
    return answer.content.decode()


def sent(raw: bytes, name: str) -> str:
    file = SimpleUploadedFile(name, raw)
    answer = Client().post(reverse("contracts:verify-file"), {"file": file})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_code_shows_all_but_the_sums(certificate: Certificate) -> None:
    page = page_of(reverse("contracts:verify-code", args=[certificate.code]))
    assert "证明有效" in page
    assert certificate.contract.title in page
    assert certificate.number in page
    for sum_ in ("1000000", "1,000,000", "1200000", "1,200,000"):
        assert sum_ not in page


def test_a_typed_code_leads_to_its_page_and_a_mistyped_one_is_told(
    certificate: Certificate,
) -> None:
    typed = certificate.code.lower()
    answer = Client().get(VERIFY, {"code": f"{typed[:4]} {typed[4:]}"})
    assert answer.headers["Location"] == f"/verify/{certificate.code}/"
    assert "核验码有误" in page_of(f"{VERIFY}?code=AAAA-BBBB-CCCC", status=422)


def test_a_code_nobody_has_is_not_found_and_looks_like_any_other(
    certificate: Certificate,
) -> None:
    assert certificate.code != "111111111111"
    unknown = page_of("/verify/111111111111/", status=404)
    assert "登记簿中没有查到" in unknown
    assert "登记簿中没有查到" in page_of("/verify/no-code/", status=404)


def test_the_number_needs_its_day_and_tells_less(certificate: Certificate) -> None:
    page = page_of(f"{VERIFY}?number={certificate.number}&day=2026-05-11")
    assert "登记有效" in page
    assert "舟山＊＊＊＊公司" in page
    assert certificate.contract.title not in page
    assert certificate.code not in page
    page_of(f"{VERIFY}?number={certificate.number}&day=2026-05-12", status=404)
    page_of(f"{VERIFY}?number={certificate.number}", status=422)
    page_of(f"{VERIFY}?number=12&day=2026-05-11", status=422)


def test_an_uploaded_file_is_judged(certificate: Certificate) -> None:
    paper, file = sealed_paper(certificate), sealed_file(certificate)
    assert "证明有效" in sent(paper, "a.pdf")
    assert "证明有效" in sent(file, "a.json")
    altered = sent(file.replace(b"1000000.00", b"9000000.00"), "a.json")
    assert "文件被改动过" in altered
    resaved = sent(paper + b"\n", "a.pdf")
    assert "文件被改动过" in resaved
    assert "逐项对照" in resaved
    assert "这不是登记证明文件" in sent(b"%PDF-1.7 a letter", "b.pdf")


def test_who_asks_too_often_waits(certificate: Certificate) -> None:
    address = reverse("contracts:verify-code", args=[certificate.code])
    codes = [Client().get(address).status_code for _ in range(31)]
    assert codes[0] == 200
    assert codes[-1] == 429


def test_verified_pages_are_kept_out_of_search_engines(certificate: Certificate) -> None:
    answer = Client().get(reverse("contracts:verify-code", args=[certificate.code]))
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_keys_are_public(certificate: Certificate) -> None:
    answer = Client().get(reverse("contracts:verify-keys")).json()
    assert [key["id"] for key in answer["keys"]] == [certificate.key_id]


def test_without_font_or_key_the_paper_has_to_wait_and_the_data_has_not(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor = make_supervisor()
    monkeypatch.setattr("yizhan.web.access.actor_of", lambda _request: supervisor)
    monkeypatch.setattr(AnonymousUser, "is_authenticated", True)
    client = Client(raise_request_exception=False)
    pdf = reverse("contracts:certificate-pdf", args=[certificate.contract_id])
    data = reverse("contracts:certificate-json", args=[certificate.contract_id])
    answer = client.get(pdf)
    assert answer.status_code == 200
    assert check_file(answer.content).is_genuine
    with monkeypatch.context() as patch:
        patch.setattr("yizhan.web.printing.fonts.FILES", ("none.ttf",))
        assert client.get(pdf).status_code == 503
    key_path(certificate.key_id).unlink()
    assert client.get(pdf).status_code == 503
    answer = client.get(data)
    assert answer.content == sealed_file(certificate)
    assert client.get(f"{data}?version=2").status_code == 404
    assert client.get(f"{data}?version=x").status_code == 404


def test_the_download_is_not_for_strangers(certificate: Certificate) -> None:
    for name in ("contracts:certificate-pdf", "contracts:certificate-json"):
        for contract in (certificate.contract_id, uuid4()):
            answer = Client().get(reverse(name, args=[contract]))
            assert answer.status_code == 302
            assert "/accounts/login/" in answer.headers["Location"]


def test_the_command_judges_with_the_published_keys(
    certificate: Certificate, tmp_path: Path
) -> None:
    keys, paper = tmp_path / "keys.json", tmp_path / "a.pdf"
    keys.write_text(json.dumps(write_keys(published_keys())))
    paper.write_bytes(sealed_paper(certificate))
    said = StringIO()
    call_command("verify", "certificate", str(paper), "--keys", str(keys), stdout=said)
    assert certificate.number in said.getvalue()
    assert certificate.code in said.getvalue()
    paper.write_bytes(paper.read_bytes() + b" ")
    with pytest.raises(CommandError):
        call_command("verify", "certificate", str(paper), "--keys", str(keys), stdout=said)
    with pytest.raises(CommandError, match=r"keys\.json"):
        call_command("verify", "certificate", str(paper), "--keys", str(paper), stdout=said)


def test_the_command_asks_the_register_when_it_can(
    certificate: Certificate, tmp_path: Path
) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(sealed_file(certificate))
    said = StringIO()
    call_command("verify", "certificate", str(file), "--json", stdout=said)
    answer = json.loads(said.getvalue())
    assert (answer["verdict"], answer["standing"]) == ("genuine", "valid")
    actor = make_registrar(make_office())
    issue_certificate(certificate.contract, actor=actor, at=AT)
    with pytest.raises(CommandError):
        call_command("verify", "certificate", str(file), "--json", stdout=StringIO())


def test_keys_are_listed_changed_and_withdrawn_by_command(certificate: Certificate) -> None:
    said = StringIO()
    call_command("keys", "new", stdout=said)
    call_command("keys", "withdraw", certificate.key_id, "--because", "泄露", stdout=said)
    call_command("keys", "list", stdout=said)
    assert "已作废" in said.getvalue()
    assert key_path(current_key(at=AT).id).exists()
    with pytest.raises(CommandError):
        call_command("keys", "withdraw", "0" * 16, "--because", "泄露", stdout=said)


def test_the_page_of_the_contract_offers_its_certificates(certificate: Certificate) -> None:
    later = issue_certificate(certificate.contract, actor=make_registrar(make_office()), at=AT)
    offered = panels.certificate(HttpRequest(), certificate.contract)
    assert offered is not None
    assert offered["version"] == later.version
    assert [one["url"][-9:] for one in offered["former"]] == ["version=1"]
    assert panels.certificate(HttpRequest(), make_registered()) is None
