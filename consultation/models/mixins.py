"""Fields that several models of both apps share."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.models.validators import known_zone


class Sourced(models.Model):
    """
    A row whose texts come from documents.

    ``unverified`` lists the columns (``title_ar``) whose wording was not read on an official page:
    such a text is never called official. ``sources`` says for a column where it was read.
    """

    unverified = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("unverified texts"),
        default=list,
        blank=True,
        help_text=_("Columns whose wording was not read on an official page."),
    )
    sources = models.JSONField(_("sources"), default=dict, blank=True)

    class Meta:
        abstract = True

    def is_unverified(self, column: str) -> bool:
        """Whether the wording of ``column`` (``title_ar``) still has to be checked."""
        return column in self.unverified


class Versioned(models.Model):
    """A row that two people may edit: the second save is told about the first."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True


def zone_field(**options: Any) -> "models.CharField[str, str]":
    """Make a column for the name of an IANA time zone."""
    return models.CharField(
        options.pop("verbose_name", _("time zone")),
        max_length=64,
        validators=[known_zone],
        **options,
    )
