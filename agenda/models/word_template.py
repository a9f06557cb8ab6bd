"""Word templates of the draft agenda that the secretariat has uploaded."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WordTemplate(models.Model):
    """
    One template; the one that ``is_active`` makes the documents, without one the portal's own does.

    ``stored_name`` is the server's path of the file, which was filled once before it was kept.
    """

    name = models.CharField(_("name"), max_length=255)
    stored_name = models.CharField(_("stored as"), max_length=100, unique=True)
    size = models.PositiveBigIntegerField(_("size (bytes)"))
    sha256 = models.CharField(_("digest"), max_length=64)
    is_active = models.BooleanField(_("in use"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("Word template")
        verbose_name_plural = _("Word templates")
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("is_active",),
                condition=Q(is_active=True),
                name="one_word_template_is_in_use",
            ),
        )

    def __str__(self) -> str:
        return self.name
