"""What a search asks for, in words for its owner."""

from django.utils.translation import gettext as _

from yizhan.directory.queries import region_for
from yizhan.directory.terms import Field, Zone
from yizhan.listings.terms import Mode
from yizhan.matching.searching.criteria import SOON, Criteria


def described(criteria: Criteria) -> list[str]:
    """List what is chosen in each facet; the words of the search stand for themselves."""
    words = [str(Field(code).label) for code in criteria.fields]
    words += [_place(code) for code in criteria.places]
    words += [str(Mode(code).label) for code in criteria.modes]
    if criteria.levels:
        words.append(f"TRL {criteria.levels[0]}–{criteria.levels[-1]}")
    if criteria.price_min is not None:
        words.append(_("不低于 %(amount)s 万元") % {"amount": f"{criteria.price_min:f}"})
    if criteria.price_max is not None:
        words.append(_("不高于 %(amount)s 万元") % {"amount": f"{criteria.price_max:f}"})
    if criteria.is_soon:
        words.append(_("%(days)s 天内截止") % {"days": SOON})
    return words


def _place(code: str) -> str:
    if code in Zone.values:
        return str(Zone(code).label)
    region = region_for(code)
    return str(region.label) if region else code
