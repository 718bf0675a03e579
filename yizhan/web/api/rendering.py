"""Writing answers: UTF-8 JSON as it is read."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder


class Utf8(BaseRenderer):
    """Writes Chinese as Chinese, not as escapes."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ARG002 - the signature is ninja's
        """Return the document."""
        return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False).encode()
