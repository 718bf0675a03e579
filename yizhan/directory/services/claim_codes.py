"""The code that proves an address: worked out, so that no table holds it."""

from django.utils.crypto import salted_hmac

from yizhan.directory.models import Claim


def code_for(claim: Claim) -> str:
    """Return the six digits of the mail sent last; another mail has others."""
    said = f"{claim.id}:{claim.email}:{claim.code_sent_at}:{claim.codes_sent}"
    digest = salted_hmac("yizhan.directory.claim", said, algorithm="sha256").hexdigest()
    return f"{int(digest, 16) % 1_000_000:06d}"
