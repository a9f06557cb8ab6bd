"""Minimum criteria, criteria with weights, reviews and scores."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0020_assignments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="is_blind",
            field=models.BooleanField(
                default=False,
                help_text="Reviewers see no name of people or organizations that the portal knows; the secretariat does.",
                verbose_name="read blind",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="reviews_shown",
            field=models.CharField(
                choices=[
                    ("never", "never"),
                    ("after-mine", "after one’s own is in"),
                    ("always", "always"),
                ],
                default="after-mine",
                max_length=10,
                verbose_name="others’ reviews are shown to reviewers",
            ),
        ),
        migrations.CreateModel(
            name="Criterion",
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
                ("title", models.CharField(max_length=250, verbose_name="criterion")),
                ("title_en", models.CharField(max_length=250, null=True, verbose_name="criterion")),
                ("title_fr", models.CharField(max_length=250, null=True, verbose_name="criterion")),
                ("title_es", models.CharField(max_length=250, null=True, verbose_name="criterion")),
                ("title_ar", models.CharField(max_length=250, null=True, verbose_name="criterion")),
                (
                    "title_zh_hans",
                    models.CharField(max_length=250, null=True, verbose_name="criterion"),
                ),
                ("title_ru", models.CharField(max_length=250, null=True, verbose_name="criterion")),
                ("help", models.TextField(blank=True, verbose_name="what the scores mean")),
                (
                    "help_en",
                    models.TextField(blank=True, null=True, verbose_name="what the scores mean"),
                ),
                (
                    "help_fr",
                    models.TextField(blank=True, null=True, verbose_name="what the scores mean"),
                ),
                (
                    "help_es",
                    models.TextField(blank=True, null=True, verbose_name="what the scores mean"),
                ),
                (
                    "help_ar",
                    models.TextField(blank=True, null=True, verbose_name="what the scores mean"),
                ),
                (
                    "help_zh_hans",
                    models.TextField(blank=True, null=True, verbose_name="what the scores mean"),
                ),
                (
                    "help_ru",
                    models.TextField(blank=True, null=True, verbose_name="what the scores mean"),
                ),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="weight",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in force")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="consultation.call",
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion of review",
                "verbose_name_plural": "criteria of review",
                "ordering": ("call", "order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Review",
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
                (
                    "version_number",
                    models.PositiveSmallIntegerField(verbose_name="version of the submission"),
                ),
                (
                    "recommendation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accept", "Accept"),
                            ("decline", "Decline"),
                            ("merge", "Merge into another input"),
                            ("return", "Return to its author"),
                            ("other-track", "Another track"),
                        ],
                        max_length=12,
                        verbose_name="recommendation",
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=250, verbose_name="which one")),
                (
                    "note_for_colleagues",
                    models.TextField(blank=True, verbose_name="note for colleagues"),
                ),
                (
                    "note_for_author",
                    models.TextField(blank=True, verbose_name="note for the author"),
                ),
                ("saved_at", models.DateTimeField(verbose_name="saved at")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="given at"),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewer",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="consultation.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "ordering": ("submission", "saved_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "value",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="score",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="consultation.criterion",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="consultation.review",
                    ),
                ),
            ],
            options={
                "verbose_name": "score",
                "verbose_name_plural": "scores",
                "ordering": ("review", "criterion"),
            },
        ),
        migrations.CreateModel(
            name="ScreeningCriterion",
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
                ("title", models.CharField(max_length=250, verbose_name="criterion")),
                ("title_en", models.CharField(max_length=250, null=True, verbose_name="criterion")),
                ("title_fr", models.CharField(max_length=250, null=True, verbose_name="criterion")),
                ("title_es", models.CharField(max_length=250, null=True, verbose_name="criterion")),
                ("title_ar", models.CharField(max_length=250, null=True, verbose_name="criterion")),
                (
                    "title_zh_hans",
                    models.CharField(max_length=250, null=True, verbose_name="criterion"),
                ),
                ("title_ru", models.CharField(max_length=250, null=True, verbose_name="criterion")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in force")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="screening_criteria",
                        to="consultation.call",
                    ),
                ),
            ],
            options={
                "verbose_name": "minimum criterion",
                "verbose_name_plural": "minimum criteria",
                "ordering": ("call", "order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Screening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version_number",
                    models.PositiveSmallIntegerField(verbose_name="version of the submission"),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("is_met", models.BooleanField(verbose_name="meets the minimum")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="screenings",
                        to="consultation.submission",
                    ),
                ),
                (
                    "failed",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="consultation.screeningcriterion",
                        verbose_name="not met",
                    ),
                ),
            ],
            options={
                "verbose_name": "screening",
                "verbose_name_plural": "screenings",
                "ordering": ("submission", "at", "pk"),
            },
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__range", (1, 100))),
                name="criterion_weighs_from_1_to_100",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("submission", "reviewer"), name="review_once_per_person_and_input"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("submitted_at__isnull", True), ("recommendation__gt", ""), _connector="OR"
                ),
                name="review_that_is_given_recommends",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(
                fields=("review", "criterion"), name="score_once_per_review_and_criterion"
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__range", (1, 5))), name="score_is_from_1_to_5"
            ),
        ),
    ]
