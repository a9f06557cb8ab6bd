"""Documents of releases: each made once per format and language, then served from storage."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.models.release import Release


class ReleaseDocument(models.Model):
    """
    A release as a file in one format and one language.

    ``revision`` names the writer and the words it was made with: one that another revision would
    make is made anew. The file lies below ``MEDIA_ROOT`` under ``stored_name``.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="documents")
    extension = models.CharField(_("format"), max_length=20)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    revision = models.CharField(_("revision"), max_length=64)
    stored_name = models.CharField(_("stored name"), max_length=100)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("size"))
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("document of a release")
        verbose_name_plural = _("documents of releases")
        constraints = (
            models.UniqueConstraint(
                fields=("release", "extension", "language"),
                name="document_once_per_release_format_and_language",
            ),
        )

    def __str__(self) -> str:
        return f"{self.release_id} {self.extension} {self.language}"

    @property
    def etag(self) -> str:
        """A strong entity tag: it changes with the bytes."""
        return f'"{self.sha256[:32]}"'
