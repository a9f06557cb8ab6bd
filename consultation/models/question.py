"""The questions of a call: rows that the secretariat edits, in sections of a page each."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultation.choices import FileKind, QuestionType, Requirement
from consultation.models.call import Call
from consultation.models.mixins import Versioned

_KEY = RegexValidator(
    r"^[a-z][a-z0-9_]*\Z", _("Use small Latin letters, digits and underscores, a letter first.")
)


class CallSection(models.Model):
    """One page of questions. ``intro`` says on the call's page what it will ask."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="sections")
    slug = models.SlugField(_("address"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    intro = models.TextField(_("what it asks"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("section of a call")
        verbose_name_plural = _("sections of a call")
        ordering = ("call", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("call", "slug"), name="section_address_once_per_call"),
        )

    def __str__(self) -> str:
        return self.title


class Question(Versioned):
    """
    One question.

    ``key`` is the answer's name in ``Submission.answers``; those of ``questionnaire.known`` fill
    columns as well. ``shown_if``: it is asked only if that question's answer is one of
    ``shown_if_values``, or any answer where these are empty. After ``frozen_at`` an answer stays.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    section = models.ForeignKey(
        CallSection,
        verbose_name=_("section"),
        on_delete=models.CASCADE,
        related_name="questions",
    )
    key = models.CharField(
        _("name"),
        max_length=40,
        validators=[_KEY],
        help_text=_("Names the answer in tables and exports; fixed once there are answers."),
    )
    type = models.CharField(_("type"), max_length=20, choices=QuestionType.choices)
    label = models.CharField(_("question"), max_length=300)
    help = models.TextField(_("help, folded below the question"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    requirement = models.CharField(
        _("required"), max_length=10, choices=Requirement.choices, default=Requirement.OPTIONAL
    )
    is_public = models.BooleanField(
        _("published with the input"),
        default=True,
        help_text=_("Off for what only the secretariat may read, such as a telephone number."),
    )
    word_limit = models.PositiveIntegerField(_("limit (words)"), null=True, blank=True)
    character_limit = models.PositiveIntegerField(_("limit (characters)"), null=True, blank=True)
    least = models.IntegerField(_("smallest number"), null=True, blank=True)
    most = models.IntegerField(
        _("largest number"),
        null=True,
        blank=True,
        help_text=_("Of a list of people: how many at most."),
    )
    shown_if = models.ForeignKey(
        "self",
        verbose_name=_("asked only after"),
        # Not PROTECT: a whole call or section goes with all its questions.
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="follow_ups",
        help_text=_("Another question of this call; this one is asked if its answer fits."),
    )
    shown_if_values = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("if its answer is"),
        default=list,
        blank=True,
        help_text=_("Codes, with commas between; without any, every answer counts."),
    )
    frozen_at = models.DateTimeField(
        _("frozen from"),
        null=True,
        blank=True,
        help_text=_("From then on the answer can be read, not changed."),
    )
    file_kinds = ArrayField(
        models.CharField(max_length=10, choices=FileKind.choices),
        verbose_name=_("kinds of files"),
        default=list,
        blank=True,
    )
    max_files = models.PositiveSmallIntegerField(
        _("files at most"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    max_megabytes = models.PositiveSmallIntegerField(
        _("size of a file at most (MB)"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("call", "section__order", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("call", "key"), name="question_name_once_per_call"),
            models.CheckConstraint(
                name="question_does_not_wait_for_itself",
                condition=Q(shown_if__isnull=True) | ~Q(shown_if=F("pk")),
            ),
            models.CheckConstraint(
                name="question_type_is_known",
                condition=Q(type__in=[kind.value for kind in QuestionType]),
            ),
        )

    def __str__(self) -> str:
        return self.label


class Option(models.Model):
    """One of the answers that a question offers; ``code`` is what an answer holds."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    code = models.CharField(_("code"), max_length=60)
    label = models.CharField(_("answer"), max_length=200)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("answer to choose")
        verbose_name_plural = _("answers to choose")
        ordering = ("question", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("question", "code"), name="option_once_per_question"),
        )

    def __str__(self) -> str:
        return self.label
