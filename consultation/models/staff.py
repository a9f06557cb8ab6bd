"""Who works on which call, how much a reviewer takes, and what she must not see."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.choices import Role
from consultation.models.call import Call
from consultation.models.submission import Submission


class CallRole(models.Model):
    """A role for one call only; roles for all of them are groups (``accounts.roles``)."""

    call = models.ForeignKey(
        Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="roles"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="call_roles",
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)

    class Meta:
        verbose_name = _("role for a call")
        verbose_name_plural = _("roles for a call")
        ordering = ("call", "user", "role")
        constraints = (
            models.UniqueConstraint(
                fields=("call", "user", "role"), name="role_once_per_person_and_call"
            ),
        )

    def __str__(self) -> str:
        return self.get_role_display()


class ReviewerCapacity(models.Model):
    """How many inputs a reviewer takes at a time; without a row, ``USUAL_CAPACITY``."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewer"),
        on_delete=models.CASCADE,
        related_name="reviewer_capacity",
    )
    inputs = models.PositiveSmallIntegerField(_("inputs at a time"))

    class Meta:
        verbose_name = _("capacity of a reviewer")
        verbose_name_plural = _("capacities of reviewers")
        ordering = ("user",)

    def __str__(self) -> str:
        return str(self.inputs)


class Conflict(models.Model):
    """
    A reviewer's declaration that an input is too near to her; while it stands she cannot see it.

    Conflicts that the portal computes have no row: ``queries.access`` says which.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="conflicts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="conflicts",
    )
    note = models.CharField(_("why"), max_length=300, blank=True)
    declared_at = models.DateTimeField(_("declared at"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("declared by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ("-declared_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("submission", "user"),
                condition=Q(ended_at__isnull=True),
                name="conflict_once_per_person_and_input",
            ),
        )

    def __str__(self) -> str:
        return self.note or str(_("conflict of interest"))
