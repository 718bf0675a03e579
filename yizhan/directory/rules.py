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
_STATION_PREFIX = {"station_regional": 2, "station_local": 4}


def reach(*, role: str, kind: str, level: str, region: str) -> str | None:
    """Return the region prefix a reviewing role sees: "" the nation, None its own rows."""
    if role == "site_administrator" or kind == "station_national":
        return ""
    if role not in {"reviewer", "officer", "adviser"}:
        return None
    if kind == "government" and level in _NATIONAL:
        return ""
    length = _PREFIX.get(level, 6) if kind == "government" else _STATION_PREFIX.get(kind)
    return region[:length] if length else None
