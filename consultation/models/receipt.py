"""The receipt of a hand-in as a document."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.models.version import SubmissionVersion


class ReceiptDocument(models.Model):
    """
    The PDF of one version, made once by a worker.

    It is kept beside the answers (20 to 60 kB), so that one backup holds both.
    """

    version = models.OneToOneField(
        SubmissionVersion, on_delete=models.CASCADE, related_name="receipt"
    )
    pdf = models.BinaryField()
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return str(self.version)
