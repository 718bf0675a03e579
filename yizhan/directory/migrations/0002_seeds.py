"""Load the regions (GB/T 2260) and industries (GB/T 4754-2017) from the seeds beside this folder.

Running it again brings the tables to the state of the files; a code is never deleted.
"""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def rows_of(name):
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load(apps, schema_editor):
    Region = apps.get_model("directory", "Region")
    Industry = apps.get_model("directory", "Industry")
    regions = [
        Region(
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            short=row["short"],
            parent_id=row["parent"] or None,
            zone=row["zone"],
            retired_on=date.fromisoformat(row["retired_on"]) if row["retired_on"] else None,
        )
        for row in rows_of("regions.csv")
    ]
    Region.objects.bulk_create(
        regions,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "name_en", "short", "parent_id", "zone", "retired_on"],
    )
    industries = [
        Industry(
            code=row["code"], name=row["name"], name_en=row["name_en"], section=row["code"][0]
        )
        for row in rows_of("industries.csv")
    ]
    Industry.objects.bulk_create(
        industries,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "name_en", "section"],
    )


class Migration(migrations.Migration):
    """The seeds."""

    dependencies = [("directory", "0001_initial")]
    # Going back leaves the rows: other tables may name them, and 0001 drops the tables anyway.
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
