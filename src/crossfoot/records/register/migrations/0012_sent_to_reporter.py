"""Files that go to the one who reported, with the message that they came with."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0011_entry_file"),
    ]

    operations = [
        migrations.AddField(
            model_name="confidentialfile",
            name="message",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="register.message",
            ),
        ),
    ]
