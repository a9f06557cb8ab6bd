"""What the data files said when they were last loaded."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedFile(models.Model):
    """
    The rows that a data file wanted when it was last loaded.

    The next load compares the file with this, not with the tables: what has not changed in the file
    is left alone, so that a restart never undoes what the secretariat changed.
    """

    name = models.CharField(_("name"), max_length=60, primary_key=True)
    rows = models.JSONField(_("rows"), default=list)
    loaded_at = models.DateTimeField(_("loaded at"))

    class Meta:
        verbose_name = _("loaded file")
        verbose_name_plural = _("loaded files")

    def __str__(self) -> str:
        return self.name
