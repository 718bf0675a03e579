"""The publication standard: its pages, its files for machines, and the validator."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import quote_etag
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from yizhan.imports.services import home_of, target_of
from yizhan.imports.terms import PresetColumn, Target
from yizhan.kernel.actors import Actor
from yizhan.listings.forms.standard import ValidatorForm
from yizhan.listings.standard import VERSION
from yizhan.listings.standard.fields import example_json, field_rows
from yizhan.listings.standard.files import LARGEST_FILE, MOST_RECORDS, check_bytes
from yizhan.listings.standard.marks import scale
from yizhan.listings.standard.schemas import FILES, NAME, code_lists, published
from yizhan.listings.standard.wording import text_of
from yizhan.listings.terms import Kind
from yizhan.web.access import public
from yizhan.web.limits import limited

_DAY = 86_400
_SHOWN = 50


@require_safe
@public
def standard_home(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 -- the door asks for it
    """Say what the standard is, where its files are and how it may change."""
    language = "en" if get_language() == "en" else "zh"
    context = {
        "version": VERSION,
        "kinds": [(kind, reverse(f"listings:standard-{kind}")) for kind in Kind],
        "files": [_file_row(name) for name in FILES],
        "lists": [
            (name, [(code, words[language]) for code, words in codes.items()])
            for name, codes in code_lists()["lists"].items()
        ],
        "scale": scale(),
    }
    return TemplateResponse(request, "listings/standard/home.html", context)


@require_safe
@public
def standard_kind(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:  # noqa: ARG001 -- the door asks for it
    """Print every field of a kind: rule, reason, example."""
    context = {
        "version": VERSION,
        "kind": Kind(kind),
        "kinds": [(one, reverse(f"listings:standard-{one}")) for one in Kind],
        "groups": field_rows(kind),
        "example": example_json(kind),
        "schema_url": reverse("listings:standard-file", args=[VERSION, kind]),
    }
    return TemplateResponse(request, "listings/standard/kind.html", context)


@require_safe
@public
def standard_mappings(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 -- the door asks for it
    """Show how the state's own forms map to the standard."""
    return TemplateResponse(
        request, "listings/standard/mappings.html", {"presets": list(_presets())}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@public
@limited("standard-validate", most=30)
def standard_validate(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 -- the door asks for it
    """Check what is pasted or uploaded; nothing is stored."""
    if request.method != "POST":
        return _validator(request, ValidatorForm(), {})
    form = ValidatorForm(request.POST, request.FILES)
    if not form.is_valid():
        return _validator(request, form, {}, status=422)
    report = check_bytes(form.raw(), kind=form.cleaned_data["kind"], today=localdate())
    found = [record for record in report.records if record.problems]
    shown = {"report": report, "found": found[:_SHOWN], "more": len(found[_SHOWN:])}
    return _validator(request, form, shown)


@require_safe
@public
def standard_file(request: HttpRequest, actor: Actor, version: str, name: str) -> HttpResponse:  # noqa: ARG001 -- the door asks for it
    """Serve a published file byte for byte, to any site."""
    if version != VERSION or f"{name}.json" not in FILES:
        raise Http404
    data = published(f"{name}.json", version)
    kind = "application/json" if "/" in name or name == "codes" else "application/schema+json"
    response = HttpResponse(data, content_type=kind)
    response.headers["ETag"] = quote_etag(sha256(data).hexdigest())
    response.headers["Cache-Control"] = f"public, max-age={_DAY}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _validator(
    request: HttpRequest, form: ValidatorForm, shown: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "limit_mb": LARGEST_FILE // 1024 // 1024,
        "limit_rows": MOST_RECORDS,
        **shown,
    }
    return TemplateResponse(request, "listings/standard/validate.html", context, status=status)


def _file_row(name: str) -> tuple[str, str, str, str]:
    """Return the name, the address, what names the file everywhere, and its digest."""
    data = published(name)
    stem = name.removesuffix(".json")
    urn = NAME.format(version=VERSION, name=stem) if "/" not in stem else ""
    return (
        name,
        reverse("listings:standard-file", args=[VERSION, stem]),
        urn,
        sha256(data).hexdigest(),
    )


def _presets() -> Iterator[dict[str, Any]]:
    for kind in Kind:
        target = target_of(f"listings.{kind}")
        for preset in target.presets:
            yield {
                "label": preset.label,
                "help": preset.help,
                "target": kind.label,
                "url": reverse("imports:preset-sheet", args=[preset.code]),
                "rows": [_column_row(column, target) for column in preset.columns],
            }


def _home(column: PresetColumn, target: Target) -> str:
    """Name the field as the standard calls it, or else as the import does."""
    gathers = next(field.code for field in target.fields if field.gathers)
    text = text_of(column.field or gathers)
    return str(text.label) if text else home_of(column, target)


def _column_row(column: PresetColumn, target: Target) -> dict[str, Any]:
    labels: dict[str, Any] = {}
    if column.field:
        choices = target.field(column.field).choice_list()
        labels = {choice.code: choice.label for choice in choices}
    return {
        "header": column.header,
        "home": _home(column, target),
        "note": column.note,
        "codes": [(raw, labels.get(code, "")) for raw, code in column.translations.items()],
    }
