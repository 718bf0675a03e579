"""Members of alliances take their seats; the titles that can be given come from a seed.

Running it again brings the titles to the state of the file; a code is never deleted.
"""

import csv
from pathlib import Path

from django.db import migrations
from django.db.models import F

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def fill(apps, schema_editor):
    Organisation = apps.get_model("directory", "Organisation")
    Seat = apps.get_model("directory", "Seat")
    Title = apps.get_model("directory", "Title")
    Seat.objects.bulk_create(
        Seat(
            alliance_id=row.from_organisation_id,
            member_id=row.to_organisation_id,
            stage="joined",
            invited_at=row.from_organisation.created_at,
            since=row.from_organisation.created_at.date(),
        )
        for row in Organisation.members.through.objects.select_related("from_organisation")
    )
    Organisation.objects.filter(verification="claimed").update(waiting_since=F("created_at"))
    with (SEEDS / "titles.csv").open(encoding="utf-8", newline="") as file:
        titles = [
            Title(
                code=row["code"],
                name=row["name"],
                name_en=row["name_en"],
                is_national=row["is_national"] == "1",
                has_partners=row["has_partners"] == "1",
                order=int(row["order"]),
            )
            for row in csv.DictReader(file)
        ]
    Title.objects.bulk_create(
        titles,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "name_en", "is_national", "has_partners", "order"],
    )


class Migration(migrations.Migration):
    """The data."""

    dependencies = [("directory", "0004_whole_directory")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
