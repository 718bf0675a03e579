"""Profiles of experts, requests for advice, and what was said in them."""

from yizhan.experts.models.advice import Advice, Declaration, Message
from yizhan.experts.models.expert import Expert

__all__ = ["Advice", "Declaration", "Expert", "Message"]
