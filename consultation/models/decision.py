"""Decisions: where a submission ended, and the public reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.choices import Disposition
from consultation.models.submission import Submission

REFUSALS = (Disposition.DECLINED, Disposition.OUT_OF_SCOPE, Disposition.WITHDRAWN)


class Decision(models.Model):
    """The one disposition of a submission."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="decision")
    disposition = models.CharField(_("disposition"), max_length=12, choices=Disposition.choices)
    reason = models.TextField(_("public reason"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-decided_at",)
        constraints = (
            models.CheckConstraint(
                name="decision_has_a_public_reason", condition=~Q(reason__regex=r"^\s*$")
            ),
        )

    def __str__(self) -> str:
        return self.get_disposition_display()

    @property
    def is_acceptance(self) -> bool:
        """Whether the input goes on living: in a session, a theme, a later Forum."""
        return self.disposition not in REFUSALS
