"""The basket: decisions that were made but did not land yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.choices import Disposition, Informs, RelationKind, TakenUpAs
from consultation.models.decision import PublicReason
from consultation.models.submission import Submission


class BasketItem(models.Model):
    """
    One decision as somebody of the secretariat wants it; an input lies in one basket at most.

    The fields are those of ``Decision`` before it exists. ``put_at`` and ``seen`` (what the input
    was like then: ``actions.basket``) tell what changed since.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, related_name="basket_item"
    )
    put_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("put by"),
        on_delete=models.CASCADE,
        related_name="basket",
    )
    put_at = models.DateTimeField(_("put at"))
    seen = models.JSONField(_("the input at that time"), default=dict)
    disposition = models.CharField(_("disposition"), max_length=12, choices=Disposition.choices)
    taken_up_as = models.CharField(
        _("taken up as"), max_length=12, choices=TakenUpAs.choices, blank=True
    )
    informs = models.CharField(_("informs"), max_length=8, choices=Informs.choices, blank=True)
    detail = models.CharField(_("which one"), max_length=250, blank=True)
    target = models.ForeignKey(
        Submission,
        verbose_name=_("merged into"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    relation = models.CharField(
        _("relation"), max_length=10, choices=RelationKind.choices, blank=True
    )
    chosen_reason = models.ForeignKey(
        PublicReason,
        verbose_name=_("chosen reason"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.TextField(_("public reason"), blank=True)
    reason_language = models.CharField(
        _("language of the reason"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    accepted_title = models.CharField(_("accepted title"), max_length=300, blank=True)
    accepted_format = models.CharField(_("accepted format"), max_length=24, blank=True)
    accepted_minutes = models.PositiveSmallIntegerField(
        _("accepted length (minutes)"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("decision in a basket")
        verbose_name_plural = _("decisions in a basket")
        ordering = ("put_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="basket_merge_names_its_target",
                condition=Q(disposition=Disposition.MERGED, target__isnull=False)
                | (~Q(disposition=Disposition.MERGED) & Q(target__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return self.get_disposition_display()
