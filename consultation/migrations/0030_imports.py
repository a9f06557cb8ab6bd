"""Runs of the import of earlier years."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0029_indexes_of_the_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="file")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                ("note", models.CharField(blank=True, max_length=40, verbose_name="note")),
                ("header", models.JSONField(default=list, verbose_name="header")),
                (
                    "mapping",
                    models.JSONField(blank=True, default=dict, verbose_name="what the columns are"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "columns to be assigned"),
                            ("checking", "being checked"),
                            ("checked", "checked, nothing taken over yet"),
                            ("landing", "being taken over"),
                            ("landed", "taken over"),
                        ],
                        default="mapping",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "highest_number",
                    models.PositiveIntegerField(default=0, verbose_name="highest number"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "landed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken over at"),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="consultation.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of an earlier year",
                "verbose_name_plural": "imports of earlier years",
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField(verbose_name="line of the file")),
                ("cells", models.JSONField(default=list, verbose_name="cells")),
                (
                    "fate",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not checked yet"),
                            ("new", "new"),
                            ("changed", "changes"),
                            ("same", "the same"),
                            ("refused", "refused"),
                        ],
                        max_length=8,
                        verbose_name="fate",
                    ),
                ),
                ("problems", models.JSONField(blank=True, default=list, verbose_name="problems")),
                ("changes", models.JSONField(blank=True, default=list, verbose_name="changes")),
                ("turn", models.PositiveSmallIntegerField(default=0, verbose_name="turn")),
                (
                    "landed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken over at"),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="import_rows",
                        to="consultation.decision",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="import_rows",
                        to="consultation.submission",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="consultation.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of an import",
                "verbose_name_plural": "rows of imports",
                "ordering": ("run", "line"),
            },
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["mapping", "checking", "checked", "landing", "landed"])
                ),
                name="import_state_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(fields=["run", "fate", "line"], name="rows_of_an_import_by_fate"),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.UniqueConstraint(
                fields=("run", "line"), name="import_line_once_per_file"
            ),
        ),
    ]
