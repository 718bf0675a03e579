"""kill -9 at any moment: what was acknowledged is found, and words, rows and position agree."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from yizhan.matching.engine.bags import word_hash
from yizhan.matching.engine.port import Drop, Put, Query
from yizhan.matching.engine.tantivy_engine import TantivyEngine
from yizhan.matching.engine.tantivy_reader import TantivyReader
from yizhan.matching.engine.text import Analyzer
from yizhan.matching.tests.corpora import make_document

ROUNDS = 6
# Writes batch after batch; acknowledges each on stdout after its commit.
WRITER = """
import sys
from pathlib import Path
from yizhan.matching.engine.port import Put
from yizhan.matching.engine.tantivy_engine import TantivyEngine
from yizhan.matching.engine.text import Analyzer
from yizhan.matching.tests.corpora import make_document

engine = TantivyEngine(Path(sys.argv[1]), Analyzer(), dimensions=8)
batch = engine.checkpoint()
while True:
    batch += 1
    body = f"第{batch}批 齿轮渗氮 m{batch}x"
    documents = [make_document(serial, body=body) for serial in range(1, 30)]
    documents.append(make_document(1000 + batch, body=body))
    engine.apply([Put(document) for document in documents], checkpoint=batch)
    print(batch, flush=True)
"""


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    """Six kills at random moments, each followed by a new writer on the same folder."""
    chance = random.Random(11)
    acknowledged = position = 0
    for _ in range(ROUNDS):
        acknowledged = max(acknowledged, _write_and_kill(tmp_path, chance.uniform(0.02, 0.4)))
        reader = TantivyReader(tmp_path, dimensions=8)
        position = reader.checkpoint()
        assert acknowledged <= position <= acknowledged + 1
        _check_agreement(reader, position)
    writer = TantivyEngine(tmp_path, Analyzer(), dimensions=8)
    writer.upsert(make_document(77_777, body="之后"))
    _check_agreement(writer, position)
    sizes = {name: (tmp_path / name).stat().st_size for name in ("columns.bin", "vectors.bin")}
    slots = writer.forward.extent.slots
    assert sizes["vectors.bin"] == slots * 8 * 2
    assert sizes["columns.bin"] % slots == 0
    writer.close()


def test_a_kill_between_the_files_and_the_commit_is_written_again(tmp_path: Path) -> None:
    """What the dead writer left under the same names must not stop the next one for ever."""
    engine = TantivyEngine(tmp_path, Analyzer())
    engine.apply([Put(make_document(serial)) for serial in range(1, 40)], checkpoint=1)
    engine.close()
    description = tmp_path / "words" / "meta.json"
    committed = description.read_bytes()
    drops = [Drop(make_document(serial).number) for serial in range(1, 10)]
    for _ in range(2):
        description.write_bytes(committed)  # all files are there; the commit itself is not
        engine = TantivyEngine(tmp_path, Analyzer())
        engine.apply(drops, checkpoint=2)
        assert (engine.count(), engine.checkpoint()) == (30, 2)
        engine.close()


def _write_and_kill(folder: Path, seconds: float) -> int:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()  # at work: the first batch is acknowledged
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
    return int(rest[-1]) if rest else int(first)


def _check_agreement(reader: TantivyReader, position: int) -> None:
    """Every document of the last batch is there once, with the row that was written for it."""
    found = reader.search(Query({f"m{position}x": 1.0}, limit=200))
    assert len(found) == 30
    rows = reader.rows(found)
    assert [candidate.number for candidate in found] == rows.numbers.tolist()
    key = word_hash(f"m{position}x")
    for place in range(30):
        part = rows.words[rows.starts[place] : rows.starts[place + 1]]
        assert key in part.tolist()
    assert reader.count() >= 29 + position
