"""An organisation in the words of schema.org."""

from django.conf import settings

from yizhan.directory.models import Organisation
from yizhan.directory.queries import region_label
from yizhan.directory.stages import Verification
from yizhan.web.structured import PageMeta, filled


def meta_of(organisation: Organisation) -> PageMeta | None:
    """Describe the page of an organisation, unless not everybody may see it."""
    if organisation.verification == Verification.REJECTED or organisation.merged_into_id:
        return None
    path = organisation.get_absolute_url()
    code = {"@type": "PropertyValue", "propertyID": "USCC", "value": organisation.uscc}
    place = region_label(str(organisation.region_id))
    data = {
        "@type": "Organization",
        "@id": f"{settings.YIZHAN_BASE_URL}{path}",
        "url": f"{settings.YIZHAN_BASE_URL}{path}",
        "name": organisation.name,
        "alternateName": organisation.name_en,
        "description": organisation.about,
        "sameAs": organisation.website,
        "identifier": code if organisation.uscc else None,
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "CN",
            "addressRegion": place,
        },
    }
    return PageMeta(
        title=str(organisation),
        path=path,
        description=organisation.about,
        kind="profile",
        data=filled(data),
    )
