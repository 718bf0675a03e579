"""A need's page shows the offers that may solve it, an offer's page the needs it may answer."""

from yizhan.listings.terms import Kind
from yizhan.matching import panels
from yizhan.web.panels import register


def connect() -> None:
    """Hang the matches on the pages of listings."""
    register(f"listings.{Kind.NEED}", panels.NEED)
    register(f"listings.{Kind.OFFER}", panels.OFFER)
    register(f"listings.{Kind.SERVICE}", panels.OFFER)
