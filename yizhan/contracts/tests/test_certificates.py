"""Certificates: issued with each version, never changed, known to the public by halves."""

import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from pytest_django.fixtures import Settings

from yizhan.audit.models import Entry
from yizhan.contracts.certificates.canonical import read_canonical
from yizhan.contracts.certificates.issuing import issue_certificate
from yizhan.contracts.certificates.keys import (
    current_key,
    key_path,
    private_key,
    published_keys,
    renew_key,
    withdraw_key,
)
from yizhan.contracts.certificates.paper import sealed_file, sealed_paper
from yizhan.contracts.certificates.sealing import (
    Verdict,
    envelope,
    open_file,
    sign_content,
)
from yizhan.contracts.certificates.verifying import (
    Standing,
    check_file,
    masked,
    shown_by_code,
    shown_by_number,
)
from yizhan.contracts.models import Certificate, Contract, SigningKey
from yizhan.contracts.stages import Stage
from yizhan.contracts.tests.factories import (
    AT,
    TODAY,
    make_contract,
    make_office,
    make_registered,
    make_registrar,
)
from yizhan.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.YIZHAN_KEYS = tmp_path / "keys"


def make_certificate(contract: Contract | None = None, **values: Any) -> Certificate:
    """Issue a certificate for a registered contract."""
    actor = make_registrar(make_office())
    return issue_certificate(
        contract or make_registered(), **{"actor": actor, "at": AT, **values}
    )


def move(contract: Contract, stage: Stage) -> None:
    """Put a contract into a stage that no step leads to from here."""
    with transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(stage=stage)


def test_a_certificate_says_what_was_registered_and_its_file_proves_it() -> None:
    contract = make_registered()
    certificate = make_certificate(contract)
    opened = open_file(sealed_file(certificate), published_keys())
    assert opened.verdict is Verdict.GENUINE
    assert opened.content is not None
    assert opened.content["number"] == contract.number
    assert opened.content["technology_amount"] == "1000000.00"
    assert opened.content["sellers"] == [contract.organisation.name]
    assert opened.digest == certificate.sha256


def test_what_is_registered_with_an_earlier_day_is_still_genuine() -> None:
    make_certificate()
    earlier = make_certificate(at=AT - timedelta(days=90))
    assert check_file(sealed_file(earlier)).is_genuine


def test_issuing_is_a_fact_that_holds_the_digest() -> None:
    certificate = make_certificate()
    entry = Entry.objects.get(code="contracts.certificate_issued")
    assert entry.facts["sha256"] == certificate.sha256


def test_the_paper_is_the_same_every_time_and_genuine() -> None:
    certificate = make_certificate()
    paper = sealed_paper(certificate)
    assert paper == sealed_paper(certificate)
    checked = check_file(paper)
    assert checked.is_genuine
    assert checked.shown is not None
    assert checked.shown.standing == Standing.VALID


def test_a_new_version_supersedes_and_the_old_paper_says_so() -> None:
    contract = make_registered()
    first = make_certificate(contract)
    second = make_certificate(contract, at=AT + timedelta(days=1))
    assert (second.version, second.supersedes) == (2, first)
    old, new = shown_by_code(first.code), shown_by_code(second.code)
    assert old is not None
    assert old.standing == Standing.SUPERSEDED
    assert new is not None
    assert new.standing == Standing.VALID
    checked = check_file(sealed_file(first))
    assert checked.shown is not None
    assert checked.shown.standing == Standing.SUPERSEDED


@pytest.mark.parametrize(
    ("stage", "standing"),
    [(Stage.CANCELLED, Standing.CANCELLED), (Stage.REVOKED, Standing.REVOKED)],
)
def test_the_standing_follows_the_contract(stage: Stage, standing: Standing) -> None:
    contract = make_registered()
    certificate = make_certificate(contract)
    move(contract, stage)
    shown = shown_by_code(certificate.code)
    assert shown is not None
    assert shown.standing == standing


def test_by_number_the_day_must_fit_and_names_are_masked() -> None:
    contract = make_registered()
    shown = shown_by_number(str(contract.number), registered_on=TODAY)
    assert shown is not None
    assert shown.standing == Standing.VALID
    assert shown.buyers == ["舟山＊＊＊＊公司"]
    assert not shown.title
    assert not shown.code
    wrong = TODAY + timedelta(days=1)
    assert shown_by_number(str(contract.number), registered_on=wrong) is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("舟山泵业有限公司", "舟山＊＊＊＊公司"),
        ("江南大学", "江＊＊＊＊学"),
        ("张三", "张＊"),
        ("王", "王"),
    ],
)
def test_a_masked_name_keeps_its_ends(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_a_good_seal_over_what_the_register_does_not_hold_is_not_called_genuine() -> None:
    certificate = make_certificate()
    content = read_canonical(certificate.content.encode()) | {"number": "2026999900000001"}
    signature = sign_content(content, private_key(certificate.key_id))
    checked = check_file(envelope(content, key=certificate.key_id, signature=signature))
    assert checked.opened.verdict is Verdict.GENUINE
    assert checked.shown is None
    assert not checked.is_genuine


def test_only_a_registered_contract_is_certified() -> None:
    with pytest.raises(ValueError, match="registered"):
        make_certificate(make_contract())


def test_certificates_and_keys_cannot_be_changed_in_the_database() -> None:
    make_certificate()
    for change in (
        lambda: Certificate.objects.update(content="{}"),
        lambda: Certificate.objects.all().delete(),
        lambda: SigningKey.objects.update(public="0" * 64),
        lambda: SigningKey.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_private_half_is_for_us_alone_and_the_key_is_made_once() -> None:
    key = current_key(at=AT)
    assert current_key(at=AT + timedelta(days=1)) == key
    assert stat.S_IMODE(key_path(key.id).stat().st_mode) == 0o600
    assert stat.S_IMODE(key_path(key.id).parent.stat().st_mode) == 0o700


def test_what_a_retired_key_sealed_stays_genuine_and_prints_the_same() -> None:
    certificate = make_certificate()
    paper = sealed_paper(certificate)
    fresh = renew_key(at=AT + timedelta(days=30))
    assert current_key(at=AT + timedelta(days=31)) == fresh
    assert check_file(paper).is_genuine
    assert sealed_paper(certificate) == paper


def test_a_key_is_not_retired_before_the_last_seal_it_made() -> None:
    certificate = make_certificate(at=AT + timedelta(seconds=5))
    renew_key(at=AT)
    assert check_file(sealed_file(certificate)).is_genuine


def test_what_a_withdrawn_key_sealed_is_not_genuine_any_more() -> None:
    certificate = make_certificate()
    withdraw_key(certificate.key_id, because="泄露", at=AT + timedelta(days=30))
    checked = check_file(sealed_file(certificate))
    assert checked.opened.verdict is Verdict.WITHDRAWN_KEY
    assert checked.shown is not None
    assert current_key(at=AT + timedelta(days=31)).id != certificate.key_id
    with pytest.raises(Refused, match=r"contracts\.key_withdrawn"):
        withdraw_key(certificate.key_id, because="再次", at=AT + timedelta(days=31))


def test_without_its_file_a_key_seals_nothing_and_nothing_is_issued() -> None:
    key_path(current_key(at=AT).id).unlink()
    with pytest.raises(Refused, match=r"contracts\.key_missing"), transaction.atomic():
        make_certificate()
    assert not Certificate.objects.exists()
