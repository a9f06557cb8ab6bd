"""Files that belong to an answer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.models.submission import Submission


class Attachment(models.Model):
    """
    One file. ``name`` is what its owner called it, ``stored_name`` the server's own path of it.

    A file taken out of the answers stays, with ``removed_at``, as long as a version holds it.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attachments")
    question_key = models.CharField(_("question"), max_length=40)
    name = models.CharField(_("name"), max_length=255)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size (bytes)"))
    sha256 = models.CharField(_("digest"), max_length=64)
    stored_name = models.CharField(_("stored as"), max_length=100, unique=True)
    width = models.PositiveIntegerField(_("width (pixels)"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height (pixels)"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ("submission", "uploaded_at", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as a picture."""
        return self.media_type.startswith("image/")

    @property
    def ending(self) -> str:
        """The end of its name, for people: "PDF"."""
        return self.name.rpartition(".")[2].upper()
