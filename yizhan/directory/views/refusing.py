"""Doing one step of a form that has no fields of its own: done, refused in words, or 404."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from yizhan.directory.messages import say
from yizhan.kernel.refusals import Refused


def told(
    request: HttpRequest, act: Callable[[], Any], *, done: Any, after: str, refused: str = ""
) -> HttpResponse:
    """Act, then go where the next step is; what stands against it is said there."""
    try:
        act()
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        for each in refusal.refusals:
            messages.error(request, say(each))
        return redirect(refused or after)
    messages.success(request, done)
    return redirect(after)
