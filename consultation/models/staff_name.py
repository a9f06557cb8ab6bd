"""Names by which the portal knows a member of the staff, for conflicts of interest."""

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.models.known_name import NameKind


def organization_key(name: str) -> str:
    """Fold the name of an organization without its legal form, as the database does (1 query)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT consultation_organization_key(%s)", [name])
        return str(cursor.fetchone()[0])


class StaffNameQuerySet(models.QuerySet["StaffName"]):
    """Questions to the names of staff."""

    def active(self) -> "StaffNameQuerySet":
        """Keep those that nobody took away."""
        return self.filter(removed_at__isnull=True)


class StaffName(models.Model):
    """
    A name or an organization that a member of the staff has given, or that a colleague entered.

    A trigger adds whatever her profile says and takes nothing away, so that nobody ends a conflict
    of her own by clearing a field: somebody else of the secretariat does, with a reason. ``folded``
    is as in ``KnownName``. Migration ``0036_names_of_staff`` says how rows come here.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_names"
    )
    kind = models.CharField(max_length=12, choices=NameKind.choices)
    name = models.CharField(max_length=250)
    folded = models.CharField(max_length=500)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = StaffNameQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "added_at", "pk")
        indexes = (models.Index(fields=("folded", "kind"), name="staff_names_by_name"),)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "kind", "folded"),
                condition=Q(removed_at__isnull=True),
                name="name_once_per_member_of_staff",
            ),
            models.CheckConstraint(
                name="name_of_staff_is_removed_with_a_reason",
                condition=Q(removed_at__isnull=True, reason="")
                | (Q(removed_at__isnull=False) & ~Q(reason__regex=r"^\s*$")),
            ),
        )

    def __str__(self) -> str:
        return self.name
