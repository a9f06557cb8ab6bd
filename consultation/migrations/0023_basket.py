"""Decisions that did not land yet."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0022_notes_of_the_team"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BasketItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("put_at", models.DateTimeField(verbose_name="put at")),
                ("seen", models.JSONField(default=dict, verbose_name="the input at that time")),
                (
                    "disposition",
                    models.CharField(
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
                        verbose_name="disposition",
                    ),
                ),
                (
                    "taken_up_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("speaker", "a speaker"),
                            ("facilitator", "a facilitator"),
                            ("stand", "a stand"),
                            ("partner", "a partner"),
                            ("photo", "a photo"),
                            ("event-report", "an event report"),
                        ],
                        max_length=12,
                        verbose_name="taken up as",
                    ),
                ),
                (
                    "informs",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("theme", "a theme"),
                            ("session", "a session"),
                            ("format", "the format"),
                        ],
                        max_length=8,
                        verbose_name="informs",
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=250, verbose_name="which one")),
                (
                    "relation",
                    models.CharField(
                        blank=True,
                        choices=[("merged", "Merged into"), ("duplicate", "Duplicate of")],
                        max_length=10,
                        verbose_name="relation",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="public reason")),
                (
                    "reason_language",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("en", "English"),
                            ("fr", "Français"),
                            ("es", "Español"),
                            ("ar", "العربية"),
                            ("zh-hans", "中文"),
                            ("ru", "Русский"),
                        ],
                        max_length=10,
                        verbose_name="language of the reason",
                    ),
                ),
                (
                    "accepted_title",
                    models.CharField(blank=True, max_length=300, verbose_name="accepted title"),
                ),
                (
                    "accepted_format",
                    models.CharField(blank=True, max_length=24, verbose_name="accepted format"),
                ),
                (
                    "accepted_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="accepted length (minutes)"
                    ),
                ),
                (
                    "chosen_reason",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consultation.publicreason",
                        verbose_name="chosen reason",
                    ),
                ),
                (
                    "put_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="basket",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="put by",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="basket_item",
                        to="consultation.submission",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="consultation.submission",
                        verbose_name="merged into",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision in a basket",
                "verbose_name_plural": "decisions in a basket",
                "ordering": ("put_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("disposition", "merged"), ("target__isnull", False)),
                            models.Q(
                                models.Q(("disposition", "merged"), _negated=True),
                                ("target__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="basket_merge_names_its_target",
                    )
                ],
            },
        ),
    ]
