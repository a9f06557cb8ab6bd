"""Reasons in six languages that the secretariat keeps."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0015_decisions_are_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
                ),
                ("text", models.TextField(verbose_name="text")),
                ("text_en", models.TextField(null=True, verbose_name="text")),
                ("text_fr", models.TextField(null=True, verbose_name="text")),
                ("text_es", models.TextField(null=True, verbose_name="text")),
                ("text_ar", models.TextField(null=True, verbose_name="text")),
                ("text_zh_hans", models.TextField(null=True, verbose_name="text")),
                ("text_ru", models.TextField(null=True, verbose_name="text")),
                (
                    "dispositions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("becomes", "Becomes a session"),
                                ("taken-up", "Taken up"),
                                ("merged", "Merged into another input"),
                                ("informs", "Informs the themes and the format"),
                                ("deferred", "Deferred to a later Forum"),
                                ("declined", "Declined"),
                                ("out-of-scope", "Out of scope"),
                                ("withdrawn", "Withdrawn by its author"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        help_text="None: for every disposition.",
                        size=None,
                        verbose_name="offered for",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="offered")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "public reason",
                "verbose_name_plural": "public reasons",
                "ordering": ("order", "pk"),
            },
        ),
    ]
