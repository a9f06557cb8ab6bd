"""Documents of releases that could not be made."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.models.release import Release


class FailedDocument(models.Model):
    """
    A document of a release that could not be made when somebody asked for it.

    There is a row from the first failure until it is made. ``reason`` is the program's own, in
    English, and for the staff alone. What would be made of other words (``revision``), or after a
    while (``tried_at``), is tried again.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="failed_documents")
    extension = models.CharField(_("format"), max_length=20)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    revision = models.CharField(_("revision"), max_length=64)
    reason = models.CharField(_("reason"), max_length=300)
    failed_at = models.DateTimeField(_("failed at"))
    tried_at = models.DateTimeField(_("tried at"))

    class Meta:
        verbose_name = _("document that could not be made")
        verbose_name_plural = _("documents that could not be made")
        constraints = (
            models.UniqueConstraint(
                fields=("release", "extension", "language"),
                name="failure_once_per_release_format_and_language",
            ),
        )

    def __str__(self) -> str:
        return f"{self.release_id} {self.extension} {self.language}"
