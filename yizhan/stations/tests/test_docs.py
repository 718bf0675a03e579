"""The page of documentation says what the code says."""

import os
from pathlib import Path

from yizhan.kernel.facts import Fact
from yizhan.stations import facts
from yizhan.stations.messages import SENTENCES
from yizhan.stations.stages import FLOW

PAGE = Path(__file__).resolve().parents[3] / "docs" / "contexts" / "stations.md"


def tables() -> dict[str, str]:
    """Return what stands between each pair of marks, as the code would write it."""
    codes = sorted(
        kind.code
        for kind in vars(facts).values()
        if isinstance(kind, type) and issubclass(kind, Fact) and hasattr(kind, "code")
    )
    steps = "\n".join(f"| `{s}` | {a} | {b} | `{p}` |" for s, a, b, p in FLOW.rows())
    words = "\n".join(f"| `{code}` | {text} |" for code, text in sorted(SENTENCES.items()))
    return {
        "flow": f"| step | from | to | permission |\n|---|---|---|---|\n{steps}",
        "facts": ", ".join(f"`{code}`" for code in codes),
        "refusals": f"| code | sentence |\n|---|---|\n{words}",
    }


def test_the_page_has_the_tables_of_the_code() -> None:
    """Written anew with YIZHAN_WRITE_DOCS=1."""
    page = PAGE.read_text()
    for name, text in tables().items():
        block = f"<!-- {name} -->\n{text}\n<!-- /{name} -->"
        if os.environ.get("YIZHAN_WRITE_DOCS") == "1":
            before, _, rest = page.partition(f"<!-- {name} -->")
            page = before + block + rest.partition(f"<!-- /{name} -->")[2]
            PAGE.write_text(page)
        assert block in page, name
