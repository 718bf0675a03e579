"""Build a whole new index from the database while the old one answers."""

import fcntl
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings

from yizhan.matching.engine.bulk import (
    Helpers,
    Progress,
    finish,
    learn_vectors,
    write_documents,
)
from yizhan.matching.engine.encoders import Encoder
from yizhan.matching.engine.generations import Generation, IndexHome
from yizhan.matching.engine.lexicon import learn_lexicon
from yizhan.matching.engine.port import IndexLocked
from yizhan.matching.engine.text import Analyzer
from yizhan.matching.indexing.documents import open_documents, sample_texts
from yizhan.matching.indexing.follower import Follower
from yizhan.matching.indexing.gateway import LSA, configured_encoder, index_home
from yizhan.matching.indexing.outbox import present_position
from yizhan.matching.indexing.outlined import with_outline
from yizhan.matching.indexing.yardstick import save_sample
from yizhan.matching.relevance.evidence import Sample

LEXICON_SAMPLE: Final = 50_000
CHARACTER_SAMPLE: Final = 20_000
_NAME: Final = "gen-%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild has made."""

    name: str
    documents: int
    replayed: int
    lexicon: int
    encoder: str


def rebuild(
    *,
    at: datetime,
    progress: Progress = lambda _phase, _done: None,
    workers: int | None = None,
    before_switch: Callable[[], None] = lambda: None,
) -> Rebuilt:
    """Build beside, catch up with what changed meanwhile, switch, and tidy up."""
    home = index_home()
    home.root.mkdir(parents=True, exist_ok=True)
    with _only_one(home):
        _sweep(home)
        generation = home.make(f"{at:{_NAME}}-{secrets.token_hex(3)}")
        try:
            rebuilt = _fill(generation, at=at, progress=progress, workers=workers)
            before_switch()
            replayed = _replay(generation)
            progress("switch", rebuilt.documents)
            home.switch(generation)
        except BaseException:
            shutil.rmtree(generation.folder, ignore_errors=True)
            raise
        home.prune()
    return Rebuilt(rebuilt.name, rebuilt.documents, replayed, rebuilt.lexicon, rebuilt.encoder)


def _fill(
    generation: Generation, *, at: datetime, progress: Progress, workers: int | None
) -> Rebuilt:
    # Read before the first listing: what changes from here on is in the outbox.
    position = present_position()
    progress("lexicon", 0)
    lexicon = learn_lexicon(sample_texts(LEXICON_SAMPLE))
    generation.save_lexicon(lexicon)
    analyzer = Analyzer(lexicon)
    save_sample(generation, Sample.learn(sample_texts(CHARACTER_SAMPLE)))
    encoder: Encoder | None = configured_encoder()
    documents = write_documents(
        generation,
        open_documents(),
        analyzer,
        checkpoint=position,
        encoder=encoder,
        progress=progress,
        helpers=Helpers(workers, with_outline),
    )
    if encoder is None and settings.YIZHAN_ENCODER == LSA:
        encoder = learn_vectors(generation, progress=progress)
    finish(
        generation,
        analyzer=analyzer,
        encoder=encoder,
        built_at=at.isoformat(),
        documents=documents,
    )
    version = encoder.version if encoder else ""
    return Rebuilt(generation.name, documents, 0, len(lexicon), version)


def _replay(generation: Generation) -> int:
    """Catch up; what still changes before the switch is found by the indexer after it."""
    follower = Follower.open(generation)
    try:
        return follower.catch_up()
    finally:
        follower.close()


@contextmanager
def _only_one(home: IndexHome) -> Iterator[None]:
    with (home.root / "reindex.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexLocked("another rebuild is running") from error
        yield


def _sweep(home: IndexHome) -> None:
    """Remove what a killed rebuild left; complete generations have their description."""
    for folder in home.root.glob("gen-*"):
        if not (folder / "generation.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
