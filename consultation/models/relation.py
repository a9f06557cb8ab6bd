"""Relations of inputs: merged into another, or a duplicate of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultation.choices import RelationKind
from consultation.models.decision import Decision
from consultation.models.submission import Submission


class RelationQuerySet(models.QuerySet["Relation"]):
    """Questions to the relations."""

    def active(self) -> "RelationQuerySet":
        """Keep those that were not undone."""
        return self.filter(undone_at__isnull=True)


class Relation(models.Model):
    """
    ``source`` ended in ``target``; nothing of either is moved or deleted.

    Belongs to the decision that merged, and is undone with it. The database holds (migration
    ``0018_relations_of_inputs``): no circle, no target that is withdrawn, and a source is merged by
    its decision exactly while it has such a row.
    """

    source = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="merged_into")
    target = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="merged_from")
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="relation")
    kind = models.CharField(_("relation"), max_length=10, choices=RelationKind.choices)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made at"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation of inputs")
        verbose_name_plural = _("relations of inputs")
        ordering = ("made_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("source",),
                condition=Q(undone_at__isnull=True),
                name="input_is_merged_into_one_other",
            ),
            models.CheckConstraint(
                name="relation_says_its_kind", condition=Q(kind__in=RelationKind.values)
            ),
            models.CheckConstraint(
                name="input_is_not_merged_into_itself", condition=~Q(source=F("target"))
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
