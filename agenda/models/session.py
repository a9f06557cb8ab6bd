"""Sessions of a Forum's programme, with their tracks and types."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.choices import Equipment, SessionMode, SessionStatus
from consultation.models import ActionLine, Forum, Goal, Phase, Submission
from consultation.models.mixins import Sourced, Versioned

FIRST_NUMBER = 100


class Track(Sourced):
    """A track of the programme, such as the High-Level Track."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.title


class SessionType(Sourced):
    """A type of session, such as a thematic workshop."""

    code = models.CharField(_("code"), max_length=24, unique=True)
    track = models.ForeignKey(
        Track, on_delete=models.PROTECT, related_name="types", verbose_name=_("track")
    )
    title = models.CharField(_("title"), max_length=160)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("session type")
        verbose_name_plural = _("session types")
        ordering = ("track__order", "order", "code")

    def __str__(self) -> str:
        return self.title


class SessionQuerySet(models.QuerySet["Session"]):
    """Questions to the sessions."""

    def unplaced(self) -> Self:
        """Keep the sessions that have no slot yet."""
        return self.filter(slots__isnull=True)


class Session(Sourced, Versioned):
    """
    One session of a Forum; ``number`` starts at 100 and is never used twice in a Forum.

    Its time and room are in its slots. Phase meetings are sessions too (``phase``).
    """

    forum = models.ForeignKey(
        Forum, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("Forum")
    )
    number = models.PositiveIntegerField(_("number"))
    type = models.ForeignKey(
        SessionType,
        verbose_name=_("type"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
    )
    track = models.ForeignKey(
        Track, verbose_name=_("track"), on_delete=models.PROTECT, related_name="sessions"
    )
    phase = models.ForeignKey(
        Phase,
        verbose_name=_("meeting of the phase"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
    )
    status = models.CharField(
        _("status"), max_length=10, choices=SessionStatus.choices, default=SessionStatus.TENTATIVE
    )
    original_language = models.CharField(
        _("original language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    title = models.CharField(_("title"), max_length=300)
    title_is_cut = models.BooleanField(_("the source's title goes on"), default=False)
    description = models.TextField(_("description"), blank=True)
    organizers = models.CharField(_("organizers"), max_length=300, blank=True)
    mode = models.CharField(_("mode"), max_length=8, choices=SessionMode.choices, blank=True)
    captioning = models.BooleanField(_("captioning"), default=False)
    sign_language = models.BooleanField(_("sign language"), default=False)
    floor_languages = ArrayField(
        models.CharField(max_length=10),
        verbose_name=_("languages spoken on the floor"),
        default=list,
        blank=True,
    )
    interpretation = ArrayField(
        models.CharField(max_length=10),
        verbose_name=_("interpretation into"),
        default=list,
        blank=True,
    )
    interpretation_passive = ArrayField(
        models.CharField(max_length=10),
        verbose_name=_("passive interpretation from"),
        default=list,
        blank=True,
    )
    expected_people = models.PositiveIntegerField(_("expected people"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("length (minutes)"), null=True, blank=True)
    needs = models.TextField(
        _("other needs"), blank=True, help_text=_("For the organizers; never shown to the public.")
    )
    equipment = ArrayField(
        models.CharField(max_length=20, choices=Equipment.choices),
        verbose_name=_("needed equipment"),
        default=list,
        blank=True,
    )
    remote_url = models.URLField(_("address for remote participation"), max_length=500, blank=True)
    remote_from = models.DateTimeField(
        _("the address shows from"),
        null=True,
        blank=True,
        help_text=_("Empty: from the release on."),
    )
    recording_url = models.URLField(_("address of the recording"), max_length=500, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    action_lines = models.ManyToManyField(
        ActionLine, verbose_name=_("Action Lines"), blank=True, related_name="sessions"
    )
    goals: "models.ManyToManyField[Goal, Any]" = models.ManyToManyField(
        Goal, verbose_name=_("Goals"), blank=True, related_name="sessions"
    )
    submissions = models.ManyToManyField(
        Submission,
        verbose_name=_("made of"),
        through="agenda.SessionSource",
        related_name="sessions",
        blank=True,
    )
    documents = models.JSONField(_("documents"), default=list, blank=True)
    links = models.JSONField(_("links"), default=list, blank=True)
    data_quality = models.JSONField(_("notes on the source"), default=list, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("forum", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("forum", "number"), name="session_number_once_per_forum"
            ),
            models.CheckConstraint(
                name="session_numbers_start_at_100", condition=Q(number__gte=FIRST_NUMBER)
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"


class SessionSource(models.Model):
    """This session was made of that submission: the link that both pages show."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="session_sources")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="session_sources"
    )
    linked_at = models.DateTimeField(_("linked at"))

    class Meta:
        verbose_name = _("source of a session")
        verbose_name_plural = _("sources of a session")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "submission"), name="submission_once_per_session"
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission_id} → {self.session_id}"
