"""What a Forum's timetable is made in: its days, breaks, and what counts as a conflict."""

from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agenda.choices import BlockedKind, ConflictLevel
from agenda.models.room import Room
from consultation.models import Forum

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ProgrammeDay(models.Model):
    """A day of the programme, from its first to its last minute in the Forum's zone."""

    forum = models.ForeignKey(
        Forum, on_delete=models.CASCADE, related_name="programme_days", verbose_name=_("Forum")
    )
    date = models.DateField(_("day"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("until"))

    class Meta:
        verbose_name = _("day of the programme")
        verbose_name_plural = _("days of the programme")
        ordering = ("forum", "date")
        constraints = (
            models.UniqueConstraint(fields=("forum", "date"), name="programme_day_once_per_forum"),
            models.CheckConstraint(
                name="programme_day_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.forum} {self.date:%Y-%m-%d}"


class BlockedTime(models.Model):
    """A break or a time that is kept free on a day, in one room or in all."""

    day = models.ForeignKey(ProgrammeDay, on_delete=models.CASCADE, related_name="blocked")
    kind = models.CharField(
        _("kind"), max_length=8, choices=BlockedKind.choices, default=BlockedKind.BREAK
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
    room = models.ForeignKey(
        Room,
        verbose_name=_("room"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="blocked",
        help_text=_("Empty: all rooms."),
    )
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("until"))

    class Meta:
        verbose_name = _("break or blocked time")
        verbose_name_plural = _("breaks and blocked times")
        ordering = ("day", "starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="blocked_time_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
        )

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


def _level(label: "StrOrPromise") -> "models.CharField[str, str]":
    return models.CharField(
        label, max_length=6, choices=ConflictLevel.choices, default=ConflictLevel.WARN
    )


class ProgrammeSettings(models.Model):
    """
    What a Forum asks of its programme, and what a conflict of each kind does there.

    Without a row every kind is a warning, and nobody speaks too often.
    """

    forum = models.OneToOneField(
        Forum,
        on_delete=models.CASCADE,
        related_name="programme_settings",
        verbose_name=_("Forum"),
    )
    minutes_between_rooms = models.PositiveSmallIntegerField(
        _("minutes between rooms"),
        default=10,
        help_text=_("What a speaker or an organizer needs to go from one room to another."),
    )
    most_appearances = models.PositiveSmallIntegerField(
        _("sessions of one person at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Who speaks in more is shown with a warning. Empty: no limit."),
    )
    speaker_twice = _level(_("a speaker in two sessions at once"))
    speaker_window = _level(_("a speaker outside the times at which she can speak"))
    blocked_time = _level(_("a session in a break or a blocked time"))
    holiday = _level(_("a session on a public holiday in Geneva"))
    outside_hours = _level(_("a session outside the hours of its day"))
    seats = _level(_("more people than seats"))
    interpretation = _level(_("more languages than interpretation booths"))
    equipment = _level(_("equipment that the room does not have"))
    room_change = _level(_("too few minutes to change rooms"))
    protocol_order = _level(_("the order of protocol"))
    same_action_line = _level(_("the same Action Line in parallel"))

    class Meta:
        verbose_name = _("settings of the programme")
        verbose_name_plural = _("settings of the programme")
        ordering = ("forum",)

    def __str__(self) -> str:
        return str(self.forum)
