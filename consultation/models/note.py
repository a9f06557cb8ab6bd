"""The private thread: what the staff say to each other about one input."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.models.submission import Submission


class TeamNote(models.Model):
    """One message of the private thread; rows are added, never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="team_notes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("when"))
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("message among colleagues")
        verbose_name_plural = _("messages among colleagues")
        ordering = ("submission", "at", "pk")
        constraints = (
            models.CheckConstraint(name="team_note_has_a_text", condition=~Q(text__regex=r"^\s*$")),
        )

    def __str__(self) -> str:
        return self.text


class Mention(models.Model):
    """A colleague whom a message asks to read it; ``seen_at``: she opened the input since."""

    note = models.ForeignKey(TeamNote, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="mentions",
    )
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ("note", "pk")
        constraints = (
            models.UniqueConstraint(fields=("note", "user"), name="mention_once_per_note"),
        )

    def __str__(self) -> str:
        return str(self.user)
