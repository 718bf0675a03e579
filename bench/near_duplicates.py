"""Measure how well near-duplicates are found: precision, recall, and the time it takes.

    python bench/near_duplicates.py [--rows 6000] [--out bench/results/near_duplicates.json]

Real Chinese texts (patents, abstracts of papers, needs of enterprises) are changed in the ways
people change a copy; a changed text must meet its original, the other texts must not meet. Two
different originals that the measure calls alike are printed, because some of them really are.
Nothing is stored but the figures. Without the shared data the run says so and ends.
"""

import argparse
import csv
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.kit.report import save, show  # noqa: E402 -- the path comes first
from yizhan.listings.likeness.signatures import (  # noqa: E402
    BANDS,
    HAN_RUN,
    LEAST_CONTAINMENT,
    LEAST_LIKENESS,
    ROWS,
    Hashes,
    compared,
    keys_of,
    measure,
    runs,
)

DATA = ROOT.parent / "shared" / "data"
SHORTEST = 80
PADDING = (
    "本单位技术力量雄厚，服务体系完善，竭诚欢迎各界洽谈合作。多年来始终坚持质量第一、用户至上的宗旨。"
    "产品远销全国各地，深受广大用户好评。先后通过多项管理体系认证，获得多项荣誉称号。"
    "我们拥有一支经验丰富的研发队伍，与多所高校和研究院所建立了长期稳定的合作关系。"
)
Change = Callable[[str, random.Random], str]


def edited(share: float) -> Change:
    """Replace this share of the characters by others of the same text."""

    def change(text: str, dice: random.Random) -> str:
        return "".join(dice.choice(text) if dice.random() < share else sign for sign in text)

    return change


def reworded(text: str, dice: random.Random) -> str:
    """Leave out one clause of six and put the rest in another order."""
    clauses = [clause for clause in text.replace("。", "，").split("，") if clause]
    kept = [clause for clause in clauses if dice.random() > 1 / 6] or clauses
    dice.shuffle(kept)
    return "，".join(kept) + "。"


CHANGES: dict[str, Change] = {
    "invisible signs": lambda text, _dice: "\u200b".join(text),
    "wide forms and blanks": lambda text, _dice: " ".join(text.replace("，", ",")),
    "3 % of signs changed": edited(0.03),
    "8 % of signs changed": edited(0.08),
    "clauses dropped and shuffled": reworded,
    "padded to twice": lambda text, _dice: (PADDING * 9)[: len(text)] + text,
    "first 70 %": lambda text, _dice: text[: len(text) * 7 // 10],
}


def texts() -> list[tuple[str, str]]:
    """Read titles and texts long enough to be told apart."""
    with (DATA / "patents" / "patents.csv").open() as file:
        found = [(row["title"], row["abstract"]) for row in csv.DictReader(file)]
    for line in (DATA / "csl" / "papers.jsonl").read_text().splitlines():
        row = json.loads(line)
        found.append((row["title"], row["abstract"]))
    with (DATA / "df359" / "needs.csv").open() as file:
        found += [(row["title"], row["content"] or "") for row in csv.DictReader(file)]
    return [(title, text) for title, text in found if len(text) >= SHORTEST]


def judged(
    originals: Sequence[tuple[str, str]],
    change: Change,
    index: dict[int, list[int]],
    sets: Sequence[Hashes],
) -> dict[str, float]:
    """Look each changed text up as the platform does; count right and wrong finds."""
    dice = random.Random(20_261_125)
    proposed = hits = wrong = 0
    likeness: list[float] = []
    for place, (_title, text) in enumerate(originals):
        dressed = change(text, dice)
        keys = keys_of(title="标题也换了", text=dressed)
        candidates = {other for key in keys for other in index.get(key, ())[:200]}
        proposed += place in candidates
        mine = runs(compared("标题也换了", dressed))
        near = {other for other in candidates if measure(mine, sets[other]).is_near}
        likeness.append(measure(mine, sets[place]).likeness)
        hits += place in near
        wrong += len(near - {place})
    total = len(originals)
    return {
        "texts": total,
        "proposed": round(proposed / total, 4),
        "recall": round(hits / total, 4),
        "precision": round(hits / (hits + wrong or 1), 4),
        "median_likeness": round(sorted(likeness)[total // 2], 3),
    }


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=6000)
    wanted = parser.parse_args()
    if not DATA.exists():
        print("The shared data is not here; nothing measured.")
        return
    originals = texts()
    random.Random(1).shuffle(originals)
    originals = originals[: wanted.rows]
    started = time.perf_counter()
    signed = [keys_of(title=title, text=text) for title, text in originals]
    signing = len(originals) / (time.perf_counter() - started)
    sets = [runs(compared(title, text)) for title, text in originals]
    index: dict[int, list[int]] = defaultdict(list)
    for place, keys in enumerate(signed):
        for key in keys:
            index[key].append(place)
    alike = among(signed, index, sets)
    rows = [
        {"change": name, **judged(originals, change, index, sets)}
        for name, change in CHANGES.items()
    ]
    show("Near-duplicates of real texts", rows)
    save(
        "near_duplicates",
        "mutations",
        {
            "texts": len(originals),
            "mean_length": round(sum(len(text) for _t, text in originals) / len(originals)),
            "keys_per_text": round(sum(map(len, signed)) / len(signed), 1),
            "signed_per_second": round(signing),
            "alike_among_originals": alike,
            "parameters": {
                "run": HAN_RUN,
                "bands": BANDS,
                "rows": ROWS,
                "least_likeness": LEAST_LIKENESS,
                "least_containment": LEAST_CONTAINMENT,
            },
            "changes": rows,
        },
        note="A changed text must be proposed and then measured as alike to its original; "
        "precision counts every other original called alike, true twins of the data included.",
    )


def among(
    signed: Sequence[Sequence[int]], index: dict[int, list[int]], sets: Sequence[Hashes]
) -> dict[str, object]:
    """Count pairs of different originals that meet, and those the measure calls alike."""
    candidates = {
        (place, other)
        for place, keys in enumerate(signed)
        for key in keys
        for other in index[key][:200]
        if place < other
    }
    measured = [measure(sets[a], sets[b]) for a, b in candidates]
    bands = {}
    for low in (0.3, 0.4, 0.5, 0.6, 0.8):
        bands[f"likeness >= {low}"] = sum(found.likeness >= low for found in measured)
    for low in (0.6, 0.75, 0.9):
        bands[f"containment >= {low}"] = sum(found.containment >= low for found in measured)
    return {
        "proposed_pairs": len(candidates),
        "called_alike": sum(found.is_near for found in measured),
        **bands,
    }


if __name__ == "__main__":
    main()
