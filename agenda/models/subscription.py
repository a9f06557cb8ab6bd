"""Who asked for a letter on each public release of a Forum's agenda."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.models import Forum


class ReleaseSubscription(models.Model):
    """One person's wish to be told of the public releases of one Forum."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="release_subscriptions",
    )
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="release_subscriptions")
    asked_at = models.DateTimeField(_("asked at"))

    class Meta:
        verbose_name = _("subscription to releases")
        verbose_name_plural = _("subscriptions to releases")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "forum"), name="releases_subscribed_once_per_person_and_forum"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} → {self.forum_id}"
