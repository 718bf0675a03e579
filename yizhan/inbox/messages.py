"""What the inbox says to people: refusals and labels."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from yizhan.kernel.refusals import Refusal

SENTENCES: Mapping[str, object] = {
    "inbox.unknown_wish": _("没有这个主题，或没有这种邮件方式。"),
}


def sentence(refusal: Refusal) -> str:
    """Put a refusal into words."""
    return str(SENTENCES[refusal.code]) % dict(refusal.values)
