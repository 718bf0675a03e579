"""The certificate as a download, for those who may read the contract with its amounts."""

import logging
import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yizhan.contracts.certificates.paper import sealed_file, sealed_paper
from yizhan.contracts.models import Certificate
from yizhan.contracts.views.finding import found
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import SIGNED_IN, requires
from yizhan.web.errors import error_page

logger = logging.getLogger(__name__)
_VERSION = re.compile(r"[1-9][0-9]{0,8}\Z")


@require_safe
@requires(SIGNED_IN)
def certificate_pdf(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Print a version of the certificate, the newest unless another is asked for."""
    certificate = _asked(request, actor, contract_id)
    try:
        paper = sealed_paper(certificate)
    except Refused as error:
        # The keys were not restored with the data; `yizhan doctor` says how to mend it.
        logger.error("A certificate cannot be printed: %s", error)  # noqa: TRY400
        return error_page(request, 503)
    return _download(paper, certificate, "application/pdf", "pdf")


@require_safe
@requires(SIGNED_IN)
def certificate_json(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Hand out the sealed content for machines."""
    certificate = _asked(request, actor, contract_id)
    return _download(sealed_file(certificate), certificate, "application/json", "json")


def _asked(request: HttpRequest, actor: Actor, contract_id: UUID) -> Certificate:
    rows = found(actor, contract_id).certificates.order_by("-version")
    version = request.GET.get("version", "")
    if version:
        rows = rows.filter(version=version) if _VERSION.match(version) else rows.none()
    certificate = rows.first()
    if certificate is None:
        raise Http404
    return certificate


def _download(raw: bytes, certificate: Certificate, kind: str, form: str) -> HttpResponse:
    words = {"number": certificate.number, "version": certificate.version}
    name = _("技术合同登记证明-%(number)s-%(version)s") % words
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    return HttpResponse(
        raw, content_type=kind, headers={"Content-Disposition": disposition or "attachment"}
    )
