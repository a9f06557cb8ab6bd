"""Contributors: people whom an author lets write in one submission."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from consultation.models.submission import Submission


def new_token() -> str:
    """Return the secret of an invitation (32 characters)."""
    return secrets.token_urlsafe(24)


class ContributorQuerySet(models.QuerySet["Contributor"]):
    """Questions to the contributors."""

    def active(self) -> "ContributorQuerySet":
        """Keep those who accepted and were not removed."""
        return self.filter(user__isnull=False, accepted_at__isnull=False, removed_at__isnull=True)

    def written_to(self) -> "ContributorQuerySet":
        """Keep those who get the letters that the author gets."""
        return self.active().filter(user__is_active=True)


class Contributor(models.Model):
    """An invitation by mail, and the person who accepted it."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="contributors"
    )
    email = models.EmailField(_("e-mail address"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="contributions",
    )
    token = models.CharField(_("secret"), max_length=40, unique=True, default=new_token)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    invited_at = models.DateTimeField(_("invited at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    objects = ContributorQuerySet.as_manager()

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ("submission", "invited_at", "pk")
        constraints = (
            models.UniqueConstraint(
                "submission",
                Lower("email"),
                condition=Q(removed_at__isnull=True),
                name="contributor_invited_once_per_submission",
            ),
            models.CheckConstraint(
                name="contributor_who_accepted_is_known",
                condition=Q(accepted_at__isnull=True) | Q(user__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.email
