"""The verbs of contracts."""

from yizhan.contracts.services.moving import move_contracts, move_grants

__all__ = ["move_contracts", "move_grants"]
