"""Screening and review: what a call asks for, and what each reader says."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from consultation.choices import Recommendation
from consultation.models.call import Call
from consultation.models.contributor import Contributor
from consultation.models.mixins import Versioned
from consultation.models.staff import Conflict
from consultation.models.submission import Submission

LOWEST, HIGHEST = 1, 5


class ScreeningCriterion(Versioned):
    """A minimum that every input of a call has to meet; objective, so one person can tell."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="screening_criteria")
    title = models.CharField(_("criterion"), max_length=250)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("minimum criterion")
        verbose_name_plural = _("minimum criteria")
        ordering = ("call", "order", "pk")

    def __str__(self) -> str:
        return self.title


class Screening(models.Model):
    """A version of an input held against the minimum; ``failed``: what it does not meet."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="screenings")
    version_number = models.PositiveSmallIntegerField(_("version of the submission"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("when"))
    is_met = models.BooleanField(_("meets the minimum"))
    failed: "models.ManyToManyField[ScreeningCriterion, models.Model]" = models.ManyToManyField(
        ScreeningCriterion, verbose_name=_("not met"), blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ("submission", "at", "pk")

    def __str__(self) -> str:
        return f"{self.submission_id} · {self.version_number}"


class Criterion(Versioned):
    """What reviewers score in the inputs of a call, from 1 to 5, and how much it weighs."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    title = models.CharField(_("criterion"), max_length=250)
    help = models.TextField(_("what the scores mean"), blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("criterion of review")
        verbose_name_plural = _("criteria of review")
        ordering = ("call", "order", "pk")
        constraints = (
            models.CheckConstraint(
                name="criterion_weighs_from_1_to_100", condition=Q(weight__range=(1, 100))
            ),
        )

    def __str__(self) -> str:
        return self.title


class ReviewQuerySet(models.QuerySet["Review"]):
    """Questions to the reviews."""

    def given(self) -> "ReviewQuerySet":
        """Keep those that are in; the others are their writers' drafts."""
        return self.filter(submitted_at__isnull=False)

    def counted(self) -> "ReviewQuerySet":
        """
        Keep the given ones that are weighed: not of somebody to whom the input is too near since.

        She declared a conflict that stands, or writes in it. What she said stays on record.
        """
        same = {"submission": OuterRef("submission"), "user": OuterRef("reviewer")}
        declared = Conflict.objects.filter(**same, ended_at__isnull=True)
        writes = Contributor.objects.filter(**same, removed_at__isnull=True)
        given = self.given().exclude(submission__author=F("reviewer"))
        return given.filter(~Exists(declared), ~Exists(writes))

    def with_note(self) -> "ReviewQuerySet":
        """Keep those that say something to the author."""
        return self.filter(note_for_author__gt="")


class Review(Versioned):
    """
    What one reviewer says of one input; a draft of hers until ``submitted_at``.

    ``version_number`` is the version of the input that she read. ``first_given`` is what she had
    said when she opened her review again although she could read others' by then: ``at``,
    ``recommendation``, ``scores`` (criterion -> value).
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewer"),
        on_delete=models.PROTECT,
        related_name="reviews",
    )
    version_number = models.PositiveSmallIntegerField(_("version of the submission"))
    recommendation = models.CharField(
        _("recommendation"), max_length=12, choices=Recommendation.choices, blank=True
    )
    # Which input to merge into, or which track: a word for whoever decides.
    detail = models.CharField(_("which one"), max_length=250, blank=True)
    note_for_colleagues = models.TextField(_("note for colleagues"), blank=True)
    note_for_author = models.TextField(_("note for the author"), blank=True)
    saved_at = models.DateTimeField(_("saved at"))
    submitted_at = models.DateTimeField(_("given at"), null=True, blank=True)
    first_given = models.JSONField(_("given before reading others"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("submission", "saved_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("submission", "reviewer"), name="review_once_per_person_and_input"
            ),
            models.CheckConstraint(
                name="review_that_is_given_recommends",
                condition=Q(submitted_at__isnull=True) | Q(recommendation__gt=""),
            ),
        )

    def __str__(self) -> str:
        return self.get_recommendation_display()


class Score(models.Model):
    """A score of one review for one criterion."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(
        _("score"), validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ("review", "criterion")
        constraints = (
            models.UniqueConstraint(
                fields=("review", "criterion"), name="score_once_per_review_and_criterion"
            ),
            models.CheckConstraint(
                name="score_is_from_1_to_5", condition=Q(value__range=(LOWEST, HIGHEST))
            ),
        )

    def __str__(self) -> str:
        return str(self.value)
