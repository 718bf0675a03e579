"""Whole indexes side by side in one folder, and the pointer to the one that answers.

A generation is built in its own folder and becomes current by one rename of a small file.
Readers that still look at the old one go on undisturbed; it is deleted a generation later.
"""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from yizhan.matching.engine.dense import DenseIndex
from yizhan.matching.engine.encoders import Encoder
from yizhan.matching.engine.lsa import LsaEncoder
from yizhan.matching.engine.port import IndexUnavailable
from yizhan.matching.engine.tantivy_engine import TantivyEngine
from yizhan.matching.engine.tantivy_reader import TantivyReader
from yizhan.matching.engine.text import Analyzer

LAYOUT: Final = 2  # raise when the files of a generation change their meaning
_POINTER: Final = "current"
_META: Final = "generation.json"
_LEXICON: Final = "lexicon.txt"
_LSA: Final = "lsa.npz"


@dataclass(frozen=True, slots=True)
class Meta:
    """What a generation was made with."""

    layout: int
    analyzer: str
    encoder: str
    dimensions: int
    built_at: str
    documents: int


class Generation:
    """One index folder; files are read when they are asked for."""

    def __init__(self, folder: Path) -> None:
        """Take the folder as it is."""
        self.folder = folder

    @property
    def name(self) -> str:
        """Name it as its folder is called."""
        return self.folder.name

    def meta(self) -> Meta:
        """Read what it was made with; an unfinished one has nothing to say."""
        try:
            meta = Meta(**json.loads((self.folder / _META).read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise IndexUnavailable(f"the index {self.name} is not complete") from error
        if meta.layout != LAYOUT:
            raise IndexUnavailable(
                f"the index {self.name} has layout {meta.layout}: run `yizhan reindex`"
            )
        return meta

    def finish(self, meta: Meta) -> None:
        """Declare the generation complete."""
        _replace(self.folder / _META, json.dumps(asdict(meta), indent=1))

    def save_lexicon(self, words: Sequence[str]) -> None:
        """Keep the domain words that its tokens were made with."""
        _replace(self.folder / _LEXICON, "\n".join(words))

    def analyzer(self) -> Analyzer:
        """Give an analyzer that makes the same tokens as the index has."""
        path = self.folder / _LEXICON
        return Analyzer(path.read_text().split() if path.exists() else ())

    def save_lsa(self, encoder: LsaEncoder) -> None:
        """Keep the learned model with the vectors that were made by it."""
        encoder.save(self.folder / _LSA)

    def lsa(self) -> LsaEncoder | None:
        """Load the learned model, if this generation has one."""
        path = self.folder / _LSA
        return LsaEncoder.load(path) if path.exists() else None

    def reader(self) -> TantivyReader:
        """Open for searching."""
        return TantivyReader(self.folder, dimensions=self.meta().dimensions)

    def writer(
        self, *, analyzer: Analyzer, encoder: Encoder | None, dimensions: int = 0
    ) -> TantivyEngine:
        """Open for writing small changes; the lock is the index's own."""
        return TantivyEngine(self.folder, analyzer, encoder=encoder, dimensions=dimensions)

    def dense(self) -> DenseIndex:
        """Open the vectors."""
        return DenseIndex(self.folder)


class IndexHome:
    """The folder of all generations."""

    def __init__(self, root: Path) -> None:
        """Take the folder; it is made when something is built."""
        self.root = root

    def pointer(self) -> str:
        """Name the current generation without opening it; empty when there is none."""
        try:
            return (self.root / _POINTER).read_text().strip()
        except OSError:
            return ""

    def current(self) -> Generation:
        """Give the generation that answers."""
        name = self.pointer()
        if not name or not (self.root / name).is_dir():
            raise IndexUnavailable("there is no index yet: run `yizhan reindex`")
        return Generation(self.root / name)

    def make(self, name: str) -> Generation:
        """Make the folder of a new generation."""
        folder = self.root / name
        folder.mkdir(parents=True)
        return Generation(folder)

    def switch(self, generation: Generation) -> None:
        """Let a complete generation answer from now on."""
        generation.meta()
        _replace(self.root / _POINTER, generation.name)

    def prune(self, *, keep: int = 2) -> list[str]:
        """Delete what is neither current nor among the newest; name what was deleted."""
        current = self.pointer()
        names = sorted((path.name for path in self.root.glob("gen-*")), reverse=True)
        gone = [name for name in names[keep:] if name != current]
        for name in gone:
            shutil.rmtree(self.root / name, ignore_errors=True)
        return gone


def _replace(path: Path, text: str) -> None:
    """Write so that a reader finds the old text or the new one, even after a power cut."""
    fresh = path.with_suffix(f".{os.getpid()}.new")
    with fresh.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
