"""Organizations that take part."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from consultation.models.reference import Country, StakeholderType

# Name and acronym in small letters without accents: the beginnings of its words find a row.
FOLDED = models.Func(
    "name", "acronym", function="consultation_folded", output_field=models.TextField()
)


def folded(text: str) -> models.Func:
    """Return a typed name in small letters without accents, as the database folds it."""
    return models.Func(
        models.Value(text),
        models.Value(""),
        function="consultation_folded",
        output_field=models.TextField(),
    )


WORDS = SearchVector(FOLDED, config="simple")


class Organization(models.Model):
    """A ministry, company, NGO, university or international body."""

    name = models.CharField(_("name"), max_length=250)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    stakeholder_type = models.ForeignKey(
        StakeholderType,
        verbose_name=_("stakeholder type"),
        on_delete=models.PROTECT,
        related_name="organizations",
    )
    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="organizations"
    )

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ("name",)
        indexes = (GinIndex(WORDS, name="words_of_organizations"),)
        constraints = (
            models.UniqueConstraint(Lower("name"), "country", name="organization_once_per_country"),
        )

    def __str__(self) -> str:
        return self.name
