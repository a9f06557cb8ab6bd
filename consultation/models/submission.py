"""Submissions: an input from its first save to where it ended."""

import secrets
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultation.choices import (
    Attendance,
    EventKind,
    Gender,
    Publication,
    Status,
    WorkshopFormat,
)
from consultation.models.call import Call
from consultation.models.mixins import Versioned
from consultation.models.organization import Organization
from consultation.models.reference import ActionLine, Country, Goal, StakeholderType
from wsis_forum import clock

if TYPE_CHECKING:
    from consultation.models.version import SubmissionVersion

# No letters or digits that are taken for each other when read aloud.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_reference() -> str:
    """Return a random reference that cannot be guessed (12 characters, 59 bits)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Questions to the submissions."""

    def drafts(self) -> Self:
        """Keep what was not handed in."""
        return self.filter(status=Status.DRAFT)

    def handed_in(self) -> Self:
        """Keep what was handed in, whatever became of it."""
        return self.exclude(status=Status.DRAFT)

    def waiting(self) -> Self:
        """Keep what waits for the secretariat."""
        return self.filter(status__in=(Status.SUBMITTED, Status.UNDER_REVIEW))

    def of(self, user: Any) -> Self:
        """Keep what this person writes: her own, and what she was invited to."""
        contributed = Submission.objects.filter(
            contributors__user=user,
            contributors__accepted_at__isnull=False,
            contributors__removed_at__isnull=True,
        )
        return self.filter(Q(author=user) | Q(pk__in=contributed.values("pk")))

    def with_everything(self) -> Self:
        """Preload what a page of one submission shows."""
        return self.select_related(
            "call__forum",
            "author",
            "organization__stakeholder_type",
            "stakeholder_type",
            "country",
            "workshop",
            "decision",
        ).prefetch_related("action_lines", "goals", "speakers__country", "events__by", "versions")


class Submission(Versioned):
    """
    One input to one call.

    ``reference`` is random and exists from the first save; ``number`` is given at hand-in, counted
    per Forum without gaps. The text stays in the language it was written in.

    ``answers`` is what is being written: question's key -> value (``questionnaire.values``). A
    hand-in freezes it as a ``SubmissionVersion`` and fills the columns from it, so these, and the
    last version, are what everybody else reads. Of a draft only title and language are kept in
    step.
    """

    call = models.ForeignKey(
        Call, verbose_name=_("call"), on_delete=models.PROTECT, related_name="submissions"
    )
    # Nobody yet: begun without an account. Nobody any more: the author was erased.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
    )
    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference)
    number = models.CharField(_("number"), max_length=24, unique=True, null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=14, choices=Status.choices, default=Status.DRAFT, db_index=True
    )
    language = models.CharField(
        _("language of the text"), max_length=10, choices=settings.LANGUAGES
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=1000, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    text = models.TextField(_("text"), blank=True)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
    )
    # What was typed; ``organization`` is the row that the hand-in found or made for it.
    organization_name = models.CharField(_("organization"), max_length=250, blank=True)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=250, blank=True)
    stakeholder_type = models.ForeignKey(
        StakeholderType,
        verbose_name=_("stakeholder type"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
    )
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
    )
    action_lines = models.ManyToManyField(
        ActionLine, verbose_name=_("Action Lines"), blank=True, related_name="submissions"
    )
    goals: "models.ManyToManyField[Goal, Any]" = models.ManyToManyField(
        Goal, verbose_name=_("Goals"), blank=True, related_name="submissions"
    )
    # Set by the form that hands in: the same form sent twice is one submission.
    idempotency_key = models.CharField(
        _("key of the hand-in"), max_length=64, unique=True, null=True, blank=True
    )
    # Set by the form that begins a draft, for the same reason.
    begin_key = models.CharField(
        _("key of the first save"), max_length=64, unique=True, null=True, blank=True
    )
    # Section -> the version of the row that its last save made: two people on two sections do not
    # get in each other's way, two on one section are told.
    section_versions = models.JSONField(
        _("versions of the sections"), default=dict, blank=True, editable=False
    )
    # Section -> key of a page -> which of that page's saves was the last, and the version it made:
    # no page is told of a conflict with itself, and no older save of it wins.
    section_pages = models.JSONField(
        _("last saves of the pages"), default=dict, blank=True, editable=False
    )
    begun_at = models.DateTimeField(_("begun at"), default=clock.now)
    saved_at = models.DateTimeField(_("saved at"), default=clock.now)
    submitted_at = models.DateTimeField(_("first handed in at"), null=True, blank=True)
    publication = models.CharField(
        _("publication"),
        max_length=12,
        choices=Publication.choices,
        default=Publication.FULL,
    )
    withdrawn_reason = models.TextField(_("reason of the withdrawal"), blank=True)
    # Where it ended, if it did; earlier decisions, which were reopened, are ``decisions``.
    decision = models.OneToOneField(
        "consultation.Decision",
        verbose_name=_("decision"),
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
    )
    # On whose desk it lies: who took it up or asked its author. Answers come back there.
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("on the desk of"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="handled",
    )
    # Year and key of the row that an import of earlier years made it of.
    import_key = models.CharField(
        _("key of the import"), max_length=160, unique=True, null=True, blank=True
    )
    is_made_up = models.BooleanField(_("made up for the demonstration"), default=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ("-submitted_at", "-pk")
        indexes = (models.Index(fields=("call", "status"), name="submissions_of_a_call"),)
        constraints = (
            models.CheckConstraint(
                name="submission_has_number_and_moment_once_handed_in",
                condition=Q(status="draft", number__isnull=True, submitted_at__isnull=True)
                | (~Q(status="draft") & Q(number__isnull=False, submitted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="submission_has_a_disposition_once_it_ended",
                condition=Q(status__in=("decided", "withdrawn"), decision__isnull=False)
                | (~Q(status__in=("decided", "withdrawn")) & Q(decision__isnull=True)),
            ),
            models.CheckConstraint(
                name="submission_publication_is_known",
                condition=Q(publication__in=[one.value for one in Publication]),
            ),
            models.CheckConstraint(
                name="submission_status_is_known",
                condition=Q(status__in=[status.value for status in Status]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number or self.reference} · {self.title or _('Untitled')}"

    def get_absolute_url(self) -> str:
        """Return the address of its page among its author's."""
        return reverse("consultation:submission", kwargs={"ref": self.reference})

    @property
    def is_draft(self) -> bool:
        """Whether it was not handed in yet."""
        return self.status == Status.DRAFT

    @property
    def last_version(self) -> "SubmissionVersion | None":
        """The newest hand-in; preload ``versions``."""
        return max(self.versions.all(), key=lambda version: version.number, default=None)


class ChosenActionLine(Submission.action_lines.through):  # type: ignore[name-defined,misc]
    """An Action Line of an input, so that its history is kept."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("Action Line")
        verbose_name_plural = _("Action Lines")


class ChosenGoal(Submission.goals.through):  # type: ignore[name-defined,misc]
    """A Goal of an input, so that its history is kept."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("Goal")
        verbose_name_plural = _("Goals")


class WorkshopDetails(models.Model):
    """What a workshop request says beyond its text."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="workshop")
    format = models.CharField(
        _("format"), max_length=12, choices=WorkshopFormat.choices, blank=True
    )
    minutes = models.PositiveSmallIntegerField(
        _("length (minutes)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(15), MaxValueValidator(240)],
    )
    expected_people = models.PositiveIntegerField(
        _("expected people"), null=True, blank=True, validators=[MaxValueValidator(10_000)]
    )

    class Meta:
        verbose_name = _("details of a workshop")
        verbose_name_plural = _("details of workshops")

    def __str__(self) -> str:
        return str(self.submission)


class ProposedSpeaker(models.Model):
    """A speaker whom a workshop request proposes."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="speakers")
    order = models.PositiveSmallIntegerField(_("order"))
    honorific = models.CharField(_("honorific"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=200)
    function = models.CharField(_("function"), max_length=200, blank=True)
    organization = models.CharField(_("organization"), max_length=250, blank=True)
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    attendance = models.CharField(
        _("takes part"), max_length=8, choices=Attendance.choices, default=Attendance.ON_SITE
    )
    gender = models.CharField(_("gender"), max_length=5, choices=Gender.choices, blank=True)
    has_been_asked = models.BooleanField(_("has been asked"), default=False)
    biography = models.TextField(_("biography"), blank=True)
    photo = models.ForeignKey(
        "consultation.Attachment",
        verbose_name=_("photo"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("proposed speaker")
        verbose_name_plural = _("proposed speakers")
        ordering = ("submission", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("submission", "order"), name="speaker_order_once_per_submission"
            ),
        )

    def __str__(self) -> str:
        return self.name


class SubmissionEvent(models.Model):
    """One thing that happened to a submission; rows are added, never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("what"), max_length=10, choices=EventKind.choices)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("event of a submission")
        verbose_name_plural = _("events of a submission")
        ordering = ("submission", "at", "pk")

    def __str__(self) -> str:
        return self.get_kind_display()
