"""Encoders other than LSA: a model folder and an embeddings endpoint, both real and tiny."""

import json
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from yizhan.matching.engine.bags import Prepared, prepare
from yizhan.matching.engine.encoders import EncoderUnavailable
from yizhan.matching.engine.facets import Filters
from yizhan.matching.engine.http_encoder import HttpEncoder
from yizhan.matching.engine.onnx_encoder import OnnxEncoder
from yizhan.matching.engine.port import Put
from yizhan.matching.engine.retrieval import Retriever
from yizhan.matching.engine.tantivy_engine import TantivyEngine
from yizhan.matching.engine.text import Analyzer
from yizhan.matching.tests.corpora import make_document

ANALYZER = Analyzer()
VOCABULARY = {"[UNK]": 0, "齿轮": 1, "轴承": 2, "菌株": 3, "[PAD]": 4}
VECTORS = np.array([[0, 0, 1], [1, 0, 0], [0.8, 0.6, 0], [0, 1, 0], [9, 9, 9]], np.float32)


def prepared(text: str, title: str = "") -> Prepared:
    """Prepare a text as the engine does."""
    return prepare(make_document(1, title=title, body=text), ANALYZER)


# A model file is a protocol buffer; these few lines write the fields that ours needs.


def varint(number: int) -> bytes:
    """Write a number seven bits at a time."""
    parts = bytearray()
    while True:
        part, number = number & 127, number >> 7
        parts.append(part | (128 if number else 0))
        if not number:
            return bytes(parts)


def number(field: int, value: int) -> bytes:
    """Write a number field."""
    return varint(field << 3) + varint(value)


def block(field: int, value: bytes | str) -> bytes:
    """Write a text or a nested message."""
    raw = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(raw)) + raw


def tensor_shape(name: str, kind: int, sizes: tuple[str | int, ...]) -> bytes:
    """Describe an input or output."""
    dims = b"".join(
        block(1, block(2, size) if isinstance(size, str) else number(1, size)) for size in sizes
    )
    return block(1, name) + block(2, block(1, number(1, kind) + block(2, dims)))


def write_model(folder: Path) -> Path:
    """Write a model that looks each token up: Gather(table, input_ids) per token."""
    folder.mkdir()
    shape = b"".join(number(1, size) for size in VECTORS.shape)
    table = shape + number(2, 1) + block(8, "table") + block(9, VECTORS.tobytes())
    node = block(1, "table") + block(1, "input_ids") + block(2, "tokens") + block(4, "Gather")
    graph = (
        block(1, node)
        + block(2, "look_up")
        + block(5, table)
        + block(11, tensor_shape("input_ids", 7, ("batch", "length")))
        + block(12, tensor_shape("tokens", 1, ("batch", "length", VECTORS.shape[1])))
    )
    model = number(1, 8) + block(7, graph) + block(8, number(2, 13))
    (folder / "model.onnx").write_bytes(model)
    tokenizer: Any = Tokenizer(WordLevel(VOCABULARY, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def test_a_model_folder_gives_averaged_unit_vectors(tmp_path: Path) -> None:
    """Padding must not count, and one text gives the same vector alone and in company."""
    encoder = OnnxEncoder(write_model(tmp_path / "tiny"))
    assert encoder.dimensions == 3
    assert encoder.version.startswith("onnx-tiny-")
    texts = [prepared("齿轮"), prepared("齿轮 菌株 轴承 齿轮 齿轮")]
    together = encoder.encode_documents(texts)
    assert np.allclose(np.linalg.norm(together, axis=1), 1)
    assert np.allclose(together[0], encoder.encode_query(texts[0]), atol=1e-6)
    assert np.allclose(together[0], [1, 0, 0], atol=1e-6)
    assert encoder.encode_documents([]).shape == (0, 3)


def test_a_folder_without_a_model_says_so(tmp_path: Path) -> None:
    """One sentence, no traceback from a library."""
    with pytest.raises(EncoderUnavailable, match="no encoder can be loaded"):
        OnnxEncoder(tmp_path)
    folder = write_model(tmp_path / "broken")
    (folder / "model.onnx").write_bytes(struct.pack("<q", 7) * 9)
    with pytest.raises(EncoderUnavailable):
        OnnxEncoder(folder)


def test_vectors_find_what_shares_no_word(tmp_path: Path) -> None:
    """The need says 轴承, the offer 齿轮; the model knows that they are kin."""
    encoder = OnnxEncoder(write_model(tmp_path / "tiny"))
    engine = TantivyEngine(tmp_path / "index", ANALYZER, encoder=encoder)
    kin, stranger = (
        make_document(1, title="", body="齿轮"),
        make_document(2, title="", body="菌株"),
    )
    engine.apply([Put(kin), Put(stranger)], checkpoint=1)
    generation_dense = _dense(engine.folder)
    retriever = Retriever(engine, ANALYZER, encoder=encoder, dense=generation_dense)
    found = retriever.retrieve(title="", body="轴承", filters=Filters())
    assert found.similarity is not None
    assert found.lexical.max() == 0
    order = found.rows.numbers[np.argsort(-found.similarity)].tolist()
    assert order == [kin.number, stranger.number]
    engine.close()


def _dense(folder: Path) -> Any:
    from yizhan.matching.engine.dense import DenseIndex  # noqa: PLC0415

    return DenseIndex(folder)


class Endpoint:
    """What the endpoint answers next, and what it was asked."""

    def __init__(self) -> None:
        """Answer properly at first."""
        self.asked: list[dict[str, Any]] = []
        self.headers: list[str] = []
        self.status = 200
        self.location = ""
        self.spoil: Any = None

    def answer(self, body: dict[str, Any]) -> Any:
        """Give one vector per text, in reverse order as some servers do."""
        self.asked.append(body)
        if self.spoil is not None:
            return self.spoil
        rows = [
            {"index": place, "embedding": [1.0, float(len(text)), 2.0]}
            for place, text in enumerate(body["input"])
        ]
        return {"data": rows[::-1]}


@contextmanager
def serving(endpoint: Endpoint) -> Iterator[str]:
    """Answer on a local port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            endpoint.headers.append(self.headers.get("Authorization", ""))
            raw = json.dumps(endpoint.answer(json.loads(self.rfile.read(length)))).encode()
            self.send_response(endpoint.status)
            if endpoint.location:
                self.send_header("Location", endpoint.location)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/embeddings"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_endpoint_is_asked_as_model_servers_expect() -> None:
    """Model, texts and key go out; vectors come back in the order of the texts."""
    endpoint = Endpoint()
    with serving(endpoint) as address:
        encoder = HttpEncoder(address, model="bge", key="secret")
        assert (encoder.dimensions, encoder.version) == (3, "http-bge-3")
        vectors = encoder.encode_documents([prepared("齿"), prepared("齿轮轴承")])
        query = encoder.encode_query(prepared("齿"))
    assert endpoint.asked[0]["model"] == "bge"
    assert set(endpoint.headers) == {"Bearer secret"}
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert np.allclose(vectors[0], query)
    assert vectors[1][1] > vectors[0][1]


@pytest.mark.parametrize(
    "spoil",
    [
        {},
        {"data": []},
        {"data": [{"index": 0, "embedding": [1.0]}]},
        {"data": [{"index": 0, "embedding": [1.0, None, 2.0]}]},
        {"data": [{"index": 0, "embedding": [1.0, float("nan"), 2.0]}]},
        [1, 2],
    ],
)
def test_a_strange_answer_means_no_vectors(spoil: Any) -> None:
    """The search goes on by words."""
    endpoint = Endpoint()
    with serving(endpoint) as address:
        encoder = HttpEncoder(address, model="bge")
        endpoint.spoil = spoil
        with pytest.raises(EncoderUnavailable):
            encoder.encode_query(prepared("齿轮"))


def test_an_endpoint_cannot_send_us_elsewhere() -> None:
    """A redirect is not followed, whatever it points to."""
    inner, outer = Endpoint(), Endpoint()
    with serving(inner) as secret, serving(outer) as address:
        encoder = HttpEncoder(address, model="bge")
        outer.status, outer.location = 307, secret
        with pytest.raises(EncoderUnavailable):
            encoder.encode_query(prepared("齿轮"))
    assert inner.asked == []
    with pytest.raises(EncoderUnavailable):
        HttpEncoder("file:///etc/passwd", model="bge")


def test_while_the_endpoint_is_gone_words_still_find(tmp_path: Path) -> None:
    """A change is stored without a vector, and a page does without similarity."""
    endpoint = Endpoint()
    with serving(endpoint) as address:
        encoder = HttpEncoder(address, model="bge")
        engine = TantivyEngine(tmp_path, ANALYZER, encoder=encoder)
        engine.apply([Put(make_document(1, body="齿轮"))], checkpoint=1)
    engine.apply([Put(make_document(2, body="齿轮"))], checkpoint=2)
    retriever = Retriever(engine, ANALYZER, encoder=encoder, dense=_dense(tmp_path))
    found = retriever.retrieve(title="", body="齿轮", filters=Filters())
    assert found.similarity is None
    assert len(found.rows.numbers) == 2
    assert not found.rows.vectors[found.rows.numbers.tolist().index(18)].any()  # type: ignore[index]
    engine.close()
