"""Square codes that lead from paper back to a page."""

import io

import segno


def qr_svg(address: str) -> str:
    """Draw the address as SVG, readable with a fold or a stamp across a sixth of it."""
    out = io.BytesIO()
    code = segno.make_qr(address, error="m")
    # A view box in place of a size: paper and pages choose their own.
    code.save(out, kind="svg", border=0, xmldecl=False, omitsize=True, dark="#17222b")
    return out.getvalue().decode()
