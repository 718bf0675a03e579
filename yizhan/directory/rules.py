"""What the rules say about organisations and roles. Values in, values out."""

from collections.abc import Mapping

# What each role may do. A role is bound to its organisation; how far it sees is `reach`.
PERMISSIONS: Mapping[str, frozenset[str]] = {
    "member": frozenset({"listings.write", "listings.read_own", "matching.use", "imports.run"}),
    "administrator": frozenset(
        {
            "listings.write",
            "listings.read_own",
            "matching.use",
            "imports.run",
            "directory.write",
            "directory.manage_members",
        }
    ),
    "broker": frozenset({"listings.write", "listings.read_own", "matching.use"}),
    "adviser": frozenset(
        {
            "listings.write",
            "listings.read_own",
            "listings.review",
            "matching.use",
            "imports.run",
        }
    ),
    "reviewer": frozenset(
        {"listings.review", "listings.read_own", "directory.verify", "matching.use"}
    ),
    "registrar": frozenset({"matching.use"}),
    "assessor": frozenset(),
    "officer": frozenset({"listings.review", "directory.verify", "matching.quality"}),
    "site_administrator": frozenset(
        {
            "listings.review",
            "listings.write",
            "listings.read_own",
            "directory.write",
            "directory.verify",
            "directory.manage_members",
            "imports.run",
            "matching.use",
            "matching.quality",
            "site.administer",
        }
    ),
}

_NATIONAL = frozenset({"central", "ministry"})
_PREFIX = {"province": 2, "city": 4, "county": 6}


def reach(*, role: str, kind: str, level: str, region: str) -> str | None:
    """Return the GB/T 2260 prefix a reviewing role sees: "" the nation, None its own rows only."""
    if role == "site_administrator" or kind == "station_national":
        return ""
    if role not in {"reviewer", "officer", "adviser"}:
        return None
    if kind == "government":
        return "" if level in _NATIONAL else region[: _PREFIX.get(level, 6)]
    if kind == "station_regional":
        return region[:2]
    if kind == "station_local":
        return region[:4]
    return None
