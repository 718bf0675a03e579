"""The certificate on the page of its contract."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from yizhan.contracts.certificates.codes import shown_code
from yizhan.contracts.certificates.verifying import standing_of
from yizhan.contracts.models import Contract
from yizhan.web.panels import Panel, register


def certificate(_request: HttpRequest, contract: Contract) -> Mapping[str, Any] | None:
    """Offer the newest certificate, and name those it superseded."""
    rows = list(contract.certificates.order_by("-version"))
    if not rows:
        return None
    newest, *former = rows
    pdf = reverse("contracts:certificate-pdf", args=[contract.id])
    return {
        "version": newest.version,
        "standing": standing_of(contract).label,
        "issued_at": newest.issued_at,
        "code": shown_code(newest.code),
        "verify_url": reverse("contracts:verify-code", args=[newest.code]),
        "pdf_url": pdf,
        "json_url": reverse("contracts:certificate-json", args=[contract.id]),
        "former": [
            {
                "label": _("第 %(version)s 版") % {"version": one.version},
                "url": f"{pdf}?version={one.version}",
                "at": one.issued_at,
            }
            for one in former
        ],
    }


def declare() -> None:
    """Hang it up."""
    register(
        "contracts.contract",
        Panel(
            name="certificate",
            template="contracts/parts/certificate.html",
            provide=certificate,
            order=10,
        ),
    )
