"""Filters of the list of inputs that somebody wants to have again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """A name for a query of the list's address; shared ones are offered to the whole team."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("whose"),
        on_delete=models.CASCADE,
        related_name="saved_filters",
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(_("filter"), blank=True)
    is_shared = models.BooleanField(_("shared with the team"), default=False)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("owner", "name"), name="filter_name_once_per_person"),
            models.CheckConstraint(
                name="saved_filter_has_a_name", condition=~Q(name__regex=r"^\s*$")
            ),
        )

    def __str__(self) -> str:
        return self.name
