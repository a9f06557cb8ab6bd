"""Phases of a consultation, with dates as exact as they are known."""

from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.choices import DatePrecision, PhaseKind, PhaseMode
from consultation.models.forum import Forum
from consultation.models.mixins import Sourced, Versioned, zone_field


class Phase(Sourced, Versioned):
    """
    One phase.

    ``precision`` says which columns hold: ``moment`` → ``starts_at`` (and ``ends_at`` where known);
    ``date`` and ``month-range`` → ``start_date`` and ``end_date`` (first and last day);
    ``unknown`` → none. Times are shown in the phase's own ``timezone``.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="phases")
    order = models.PositiveSmallIntegerField(_("order"))
    label = models.CharField(_("label"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=PhaseKind.choices)
    precision = models.CharField(
        _("precision of the date"), max_length=12, choices=DatePrecision.choices
    )
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    start_date = models.DateField(_("first day"), null=True, blank=True)
    end_date = models.DateField(_("last day"), null=True, blank=True)
    timezone = zone_field(default="Europe/Zurich")
    mode = models.CharField(_("mode"), max_length=10, choices=PhaseMode.choices, blank=True)
    venue = models.CharField(_("venue"), max_length=250, blank=True)
    remote_participation = models.BooleanField(_("remote participation"), null=True, blank=True)
    remote_url = models.URLField(_("address for remote participation"), max_length=300, blank=True)
    session_number = models.PositiveIntegerField(_("session number"), null=True, blank=True)
    note = models.TextField(_("note on the source"), blank=True)

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ("forum", "order")
        constraints = (
            models.UniqueConstraint(fields=("forum", "order"), name="phase_order_once_per_forum"),
            models.CheckConstraint(
                name="phase_dates_fit_their_precision",
                condition=Q(
                    precision="moment",
                    starts_at__isnull=False,
                    start_date__isnull=True,
                    end_date__isnull=True,
                )
                | Q(
                    precision__in=("date", "month-range"),
                    starts_at__isnull=True,
                    ends_at__isnull=True,
                    start_date__isnull=False,
                    end_date__isnull=False,
                )
                | Q(
                    precision="unknown",
                    starts_at__isnull=True,
                    ends_at__isnull=True,
                    start_date__isnull=True,
                    end_date__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="phase_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
            ),
            models.CheckConstraint(
                name="phase_last_day_not_before_first",
                condition=Q(end_date__isnull=True) | Q(end_date__gte=models.F("start_date")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.label} · {self.title}" if self.label else self.title

    @property
    def zone(self) -> ZoneInfo:
        """The phase's own time zone."""
        return ZoneInfo(self.timezone)

    @property
    def first_day(self) -> date | None:
        """The first day, in the phase's zone; ``None`` where no date is known."""
        return self.starts_at.astimezone(self.zone).date() if self.starts_at else self.start_date

    @property
    def last_day(self) -> date | None:
        """The last day, in the phase's zone; ``None`` where no date is known."""
        end: datetime | None = self.ends_at or self.starts_at
        return end.astimezone(self.zone).date() if end else self.end_date


class PhaseActivity(Sourced):
    """One line of what a phase contains."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="activities")
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("text"), max_length=300)

    class Meta:
        verbose_name = _("activity of a phase")
        verbose_name_plural = _("activities of a phase")
        ordering = ("phase", "order")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("phase", "order"), name="activity_order_once_per_phase"
            ),
        ]

    def __str__(self) -> str:
        return self.text
