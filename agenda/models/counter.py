"""The highest numbers ever used: of a Forum's sessions, of a session's slots."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.models.session import Session
from consultation.models import Forum


class SessionCounter(models.Model):
    """
    One row a Forum, raised by a trigger whenever a session gets its number.

    It outlives the session, so a number is never given a second time.
    """

    forum = models.OneToOneField(
        Forum, primary_key=True, on_delete=models.CASCADE, related_name="session_counter"
    )
    last_number = models.PositiveIntegerField(_("highest session number"))

    class Meta:
        verbose_name = _("highest session number")
        verbose_name_plural = _("highest session numbers")

    def __str__(self) -> str:
        return str(self.last_number)


class SlotCounter(models.Model):
    """One row a session, raised by a trigger whenever a slot gets its ordinal; it outlives it."""

    session = models.OneToOneField(
        Session, primary_key=True, on_delete=models.CASCADE, related_name="slot_counter"
    )
    last_ordinal = models.PositiveIntegerField(_("highest number of a slot"))

    class Meta:
        verbose_name = _("highest number of a slot")
        verbose_name_plural = _("highest numbers of slots")

    def __str__(self) -> str:
        return str(self.last_ordinal)
