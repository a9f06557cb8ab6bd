"""Slots: a session in a room at a time."""

from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from agenda.models.room import Room
from agenda.models.session import Session
from consultation.models.mixins import zone_field


class _RoomAsRange(Func):
    """
    ``int8range(room_id, room_id, '[]')``.

    The embedded PostgreSQL has no btree_gist, so equality of rooms is asked as overlap of ranges.
    """

    function = "int8range"
    output_field = BigIntegerRangeField()


class Slot(models.Model):
    """
    A session in a room at a time; a slot without a room is online only.

    ``period`` includes its start and excludes its end. ``timezone`` is the zone in which the
    time is said, for meetings held elsewhere than the Forum.

    ``ordinal`` tells the slots of a session apart in calendars, from 1 on; it stays when the slot
    moves and is not given to another one. Only a session that has no slot left begins with 1 again:
    that name is the session's own, and the session comes back.
    """

    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.CASCADE, related_name="slots"
    )
    room = models.ForeignKey(
        Room,
        verbose_name=_("room"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="slots",
    )
    period = DateTimeRangeField(_("period"))
    timezone = zone_field(default="Europe/Zurich")
    # Given by a trigger to whatever asks for none by saying 0.
    ordinal = models.PositiveIntegerField(_("number in the session"), db_default=0, editable=False)

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ("period", "pk")
        constraints = (
            ExclusionConstraint(
                name="room_holds_one_session_at_a_time",
                expressions=[
                    (_RoomAsRange(F("room"), F("room"), Value("[]")), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(room__isnull=False),
            ),
            models.CheckConstraint(
                name="slot_has_a_start_and_an_end",
                condition=Q(
                    period__isempty=False, period__lower_inf=False, period__upper_inf=False
                ),
            ),
            models.UniqueConstraint(
                fields=("session", "ordinal"), name="slot_ordinal_once_per_session"
            ),
            models.CheckConstraint(name="slot_ordinals_start_at_1", condition=Q(ordinal__gte=1)),
        )

    def __str__(self) -> str:
        return f"{self.session} · {self.room or _('online')}"

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the slot's time is said."""
        return ZoneInfo(self.timezone)
