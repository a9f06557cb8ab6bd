"""Rooms in which sessions take place."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.choices import Equipment
from consultation.models import Forum
from consultation.models.mixins import Sourced


class Room(Sourced):
    """A room of a Forum."""

    forum = models.ForeignKey(
        Forum, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("Forum")
    )
    name = models.CharField(_("name"), max_length=120)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    floor = models.CharField(_("floor"), max_length=60, blank=True)
    equipment = ArrayField(
        models.CharField(max_length=20, choices=Equipment.choices),
        verbose_name=_("equipment"),
        default=list,
        blank=True,
    )
    booths = models.PositiveSmallIntegerField(
        _("interpretation booths"),
        default=0,
        help_text=_("How many languages can be interpreted into at once."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ("forum", "order", "name")
        constraints = (
            models.UniqueConstraint(fields=("forum", "name"), name="room_name_once_per_forum"),
        )

    def __str__(self) -> str:
        return self.name
