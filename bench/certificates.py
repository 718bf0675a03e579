"""Printing, sealing and verifying certificates; no database, one process."""

import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings")

import django

django.setup()

from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: E402
    Ed25519PrivateKey,
)

from bench.kit import report  # noqa: E402
from yizhan.contracts.certificates.paper import print_paper  # noqa: E402
from yizhan.contracts.certificates.sealing import (  # noqa: E402
    FORMAT,
    PublicKey,
    Verdict,
    envelope,
    key_id,
    open_file,
    seal_paper,
    sign_content,
)

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
PAPERS, FILES, FLIPS = 400, 2000, 2000
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw()
KEY = PublicKey(id=key_id(PUBLIC), public=PUBLIC.hex(), made_at=AT)


def main() -> None:
    """Print different certificates, twice each, verify them, and alter them byte by byte."""
    first = _timed(lambda: _paper(0))
    cpu = time.process_time()
    papers = [_timed(lambda n=n: _paper(n)) for n in range(1, PAPERS)]  # type: ignore[misc]
    cpu = (time.process_time() - cpu) / len(papers)
    again = sum(_paper(n) == papers[n - 1][1] for n in range(1, 50))
    files = [_timed(lambda n=n: _file(n)) for n in range(FILES)]  # type: ignore[misc]
    paper = papers[0][1]
    opened = [_timed(lambda: open_file(paper, [KEY])) for _turn in range(FILES)]
    step = max(1, len(paper) // FLIPS)
    caught = sum(_is_caught(paper, place) for place in range(0, len(paper), step))
    values: dict[str, Any] = {
        "first_paper_ms": _ms(first[0]),
        "paper_ms_median": _ms(sorted(one for one, _ in papers)[PAPERS // 2]),
        "paper_ms_99": _ms(sorted(one for one, _ in papers)[int(PAPERS * 0.98)]),
        "paper_cpu_ms_mean": _ms(cpu),  # what remains true on a busy machine
        "paper_kB": round(len(paper) / 1000),
        "same_bytes_of_49": again,
        "sealed_json_ms_median": _ms(sorted(one for one, _ in files)[FILES // 2]),
        "verify_paper_ms_median": _ms(sorted(one for one, _ in opened)[FILES // 2]),
        "bytes_altered": len(range(0, len(paper), step)),
        "alterations_caught": caught,
        "peak_MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    report.show("certificates", [values])
    report.save("certificates", str(PAPERS), values, note=str(__doc__).splitlines()[0])


def _content(number: int) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "site": "https://example.org",
        "code": f"7K3Q9XMD{number:04d}".replace("0", "Z"),
        "number": f"2026320500{number:06d}",
        "version": 1,
        "supersedes": None,
        "title": f"高镍正极材料一次颗粒表面包覆方法等 {number} 项发明专利权转让合同",
        "kind": {"code": "assignment", "label": "技术转让"},
        "subkind": {"code": "patent_right", "label": "专利权转让"},
        "sellers": [f"苏州启元能源材料技术有限公司第{number}分公司"],
        "buyers": ["赣江新元新能源科技有限公司"],
        "signed_on": "2026-11-12",
        "contract_value": f"{8_600_000 + number}.00",
        "technology_amount": f"{7_900_000 + number}.50",
        "office": {"code": "320500", "name": "苏州技术合同登记处"},
        "registered_on": "2026-11-22",
        "regime": "2026",
        "issued_at": AT.isoformat(timespec="microseconds"),
    }


def _file(number: int) -> bytes:
    content = _content(number)
    return envelope(content, key=KEY.id, signature=sign_content(content, PRIVATE))


def _paper(number: int) -> bytes:
    pdf = print_paper(_content(number), file=_file(number), key=KEY.id)
    return seal_paper(pdf, KEY.id, PRIVATE)


def _is_caught(paper: bytes, place: int) -> bool:
    raw = bytearray(paper)
    raw[place] ^= 1
    return open_file(bytes(raw), [KEY]).verdict is not Verdict.GENUINE


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    before = time.perf_counter()
    made = act()
    return time.perf_counter() - before, made


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


if __name__ == "__main__":
    main()
