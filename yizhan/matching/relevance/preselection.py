"""Choose among hundreds of candidates those worth an exact score.

The parts are the same as in the score, each from what the index keeps by row. It decides who
is looked at, never the order that people see.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine.facets import bits
from yizhan.matching.relevance.views import NeedView
from yizhan.matching.relevance.weights import Weights

_LEXICAL_FULL: Final = 0.8  # the best candidate's BM25 times this counts as full


def preselected(
    need: NeedView,
    *,
    characters: NDArray[np.float64],
    lexical: NDArray[np.float64],
    similarity: NDArray[np.float32] | None,
    facets: NDArray[np.void],
    mode_codes: tuple[int, ...],
    chosen: Weights,
) -> NDArray[np.float64]:
    """Estimate the score of every row, without indicators."""
    parts = chosen.parts
    raw = chosen.semantic["characters"] * characters
    full = chosen.semantic["full"]
    if similarity is not None:
        raw = raw + chosen.semantic["learned"] * np.maximum(similarity, 0.0)
    semantic = np.power(np.clip(raw / full, 0.0, 1.0), chosen.semantic["curve"])
    top = float(lexical.max(initial=0.0)) * _LEXICAL_FULL or 1.0
    terms = np.clip(lexical / top, 0.0, 1.0)
    found: NDArray[np.float64] = (
        parts["semantic"] * semantic
        + parts["terms"] * terms
        + parts["mode"] * _modes(facets, mode_codes)
        + parts["trl"] * _readiness(facets, need)
        + parts["region"] * _region(facets, need.region)
    )
    return found


def _modes(facets: NDArray[Any], codes: tuple[int, ...]) -> NDArray[np.float64]:
    if not codes:
        return np.ones(len(facets))
    shared = (facets["modes"] & np.uint64(bits(codes))) != 0
    return np.where(facets["modes"] == 0, 0.5, shared.astype(float))


def _readiness(facets: NDArray[Any], need: NeedView) -> NDArray[np.float64]:
    wanted = need.trl_min or need.trl_max
    if wanted is None:
        return np.ones(len(facets))
    held = facets["trl_high"].astype(np.int64)
    near = np.clip(1.0 - (wanted - held) * 0.4, 0.0, 1.0)
    return np.where(held == 0, 0.5, near)


def _region(facets: NDArray[Any], region: str) -> NDArray[np.float64]:
    if not region:
        return np.ones(len(facets))
    same = facets["province"] == int(region[:2])
    return np.where(facets["province"] == 0, 0.5, same.astype(float))
