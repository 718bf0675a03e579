"""The sentence for each refusal of the law book's API."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.kernel.refusals import Refusal

SENTENCES: Mapping[str, Any] = {
    "law.silent": _("法规库中没有 %(parameter)s 在 %(day)s 的规定，因此不作计算。"),
    "law.wrong_value": "%(said)s",  # a form has said it already, in the caller's language
}


def say(refusal: Refusal) -> str:
    """Return the sentence of a refusal in the caller's language."""
    return str(SENTENCES[refusal.code]) % refusal.values
