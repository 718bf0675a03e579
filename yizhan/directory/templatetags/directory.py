"""Words for codes that templates of the directory print: `{% load directory %}`."""

from collections.abc import Iterable

from django import template

from yizhan.directory import queries

register = template.Library()


@register.simple_tag
def countries(codes: Iterable[str]) -> str:
    """Name countries by their codes in the language of the page."""
    named = queries.countries()
    return "、".join(named.get(code, code) for code in codes)
