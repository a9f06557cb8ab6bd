"""Agenda items: the lines of a session's nested agenda."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.models.session import Session
from agenda.models.speaker import Speaker
from consultation.models.mixins import Sourced


class AgendaItem(Sourced):
    """One line, to any depth; its number is computed from the numbered lines before it."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="items")
    parent = models.ForeignKey(
        "self",
        verbose_name=_("below"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
    )
    order = models.PositiveSmallIntegerField(_("order"))
    is_numbered = models.BooleanField(_("numbered"), default=False)
    title = models.CharField(_("title"), max_length=500)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    speakers = models.ManyToManyField(
        Speaker, verbose_name=_("speakers"), blank=True, related_name="items"
    )

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ("session", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "parent", "order"),
                nulls_distinct=False,
                name="agenda_item_order_once_per_level",
            ),
            models.CheckConstraint(
                name="agenda_item_is_not_below_itself",
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
            ),
        )

    def __str__(self) -> str:
        return self.title
