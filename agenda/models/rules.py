"""What a Forum asks of its programme."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.models import Forum


class ProgrammeRules(models.Model):
    """Rules of one Forum's programme; a Forum without a row has none."""

    forum = models.OneToOneField(
        Forum,
        verbose_name=_("Forum"),
        on_delete=models.CASCADE,
        related_name="programme_rules",
    )
    most_appearances = models.PositiveSmallIntegerField(
        _("sessions of one person at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Who speaks in more is shown with a warning. Empty: no limit."),
    )

    class Meta:
        verbose_name = _("rules of a programme")
        verbose_name_plural = _("rules of programmes")
        ordering = ("forum",)

    def __str__(self) -> str:
        return str(self.forum)
