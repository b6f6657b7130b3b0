"""Which documents entries name, also those that were kept before this was written down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

_BATCH = 500


def _known(apps: Any, schema_editor: Any) -> None:
    """Documents that were kept for registers, by the journal; and what entries name in the open."""
    from crossfoot.registers.library import library

    attached = apps.get_model("register", "Attached")
    entries = apps.get_model("register", "Entry")
    journal = apps.get_model("journal", "Entry")
    kept = journal.objects.filter(action="register.keep_file").values_list("subject", flat=True)
    rows = [attached(document=int(each.partition(":")[2])) for each in kept.iterator()]
    for definition in library().values() if entries.objects.exists() else ():
        for entry in entries.objects.filter(register=definition.id).iterator():
            rows += [
                attached(document=int(file), register=definition.id, entry=entry, field=name)
                for name, file in sorted(set(_files(definition, entry.content)))
                if file.isdecimal()
            ]
    attached.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)


def _files(definition: Any, content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for each in definition.every_field():
        value = content.get(each.name) or ()
        if each.type == "attachment":
            yield from ((each.name, file) for file in value)
        for row in value if each.rows else ():
            for inner in each.rows.values():
                if inner.type == "attachment":
                    files = row.get(inner.name) or ()
                    yield from ((f"{each.name}.{inner.name}", file) for file in files)


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0009_board"),
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attached",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.BigIntegerField()),
                ("register", models.CharField(blank=True, max_length=80)),
                ("field", models.CharField(blank=True, max_length=160)),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attached",
                        to="register.entry",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["register", "field"], name="attached_register")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "entry", "field"), name="attached_once"
                    )
                ],
            },
        ),
        migrations.RunPython(_known, migrations.RunPython.noop),
    ]
