"""What people and programs send that nobody meant: the words, and where they are sent."""

SCRIPT = "<script>alert(1)</script>"
WORDS = {
    "empty": "",
    "blank": " \t\n\u3000",
    "null byte": "a\x00b",
    "markup": f"{SCRIPT}<img src=x onerror=alert(1)>",
    "template": "{{ settings.SECRET_KEY }}{% load x %}",
    "quotes": "' OR 1=1; DROP TABLE listings_listing; --",
    "pattern": "%_\\*?[a-z](((",
    "astral": "𠮷🚀👨‍👩‍👧‍👦" * 10,
    "direction": "\u202e\u2066abc\u2069\u200b\ufeff",
    "surrogate": "\ud800",
    "long": "长" * 12_000,
    "huge number": "9" * 400,
    "negative": "-1",
    "not a number": "NaN",
    "infinite": "1e999999",
    "other digits": "１２３٣",
    "other type": "[]",
    "wrong day": "2026-02-30",
    "far day": "99999-01-01",
}
# Those that a box of a form could choke on; the others differ only for readers of queries.
TYPED = (
    *("empty", "null byte", "markup", "quotes", "astral", "surrogate", "long", "huge number"),
    *("not a number", "wrong day", "other digits"),
)
KEYS = (
    *("q", "kind", "sort", "page", "place", "field", "mode", "trl", "price_min", "price_max"),
    *("stage", "map", "verdict", "target", "name", "step", "next", "zone", "verification"),
    *("level", "check", "plain", "price", "errors"),
)
