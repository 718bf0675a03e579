"""The weights of the score: versioned data that a stored match names."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "weights"
CURRENT: Final = "1"
PARTS: Final = ("semantic", "terms", "indicators", "mode", "trl", "region")


class UnknownWeights(LookupError):
    """Say that a stored match names weights that this installation does not have."""


@dataclass(frozen=True, slots=True)
class Weights:
    """One version of all numbers that the score is made with."""

    version: str
    parts: Mapping[str, int]
    semantic: Mapping[str, float]
    terms: Mapping[str, float]
    silent: float
    region: Mapping[str, float]
    mode_family: float
    families: tuple[frozenset[str], ...]
    zones: Mapping[str, str]

    def zone(self, region: str) -> str:
        """Name the economic zone of a region code, or nothing."""
        return self.zones.get(region[:2], "")


@lru_cache(maxsize=16)
def weights(version: str = CURRENT) -> Weights:
    """Read one version; refuse a name that is no version of ours."""
    path = FOLDER / f"{version}.toml"
    if not version.isalnum() or not path.is_file():
        raise UnknownWeights(version)
    with path.open("rb") as file:
        return _read(tomllib.load(file))


def _read(data: Mapping[str, Any]) -> Weights:
    parts = {key: int(data["parts"][key]) for key in PARTS}
    if sum(parts.values()) != 100:
        raise ValueError("the parts of the score do not sum to 100")
    return Weights(
        version=str(data["version"]),
        parts=parts,
        semantic=data["semantic"],
        terms=data["terms"],
        silent=float(data["silent"]["facet"]),
        region=data["region"],
        mode_family=float(data["modes"]["family"]),
        families=tuple(frozenset(line.split()) for line in data["modes"]["families"]),
        zones={code: name for name, codes in data["zones"].items() for code in codes.split()},
    )
