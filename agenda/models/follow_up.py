"""Follow-ups: what organizers of a session have handed in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.choices import FollowUpKind
from agenda.models.session import Session


class FollowUp(models.Model):
    """
    One hand-in of one kind; a later one is another row, so nothing is overwritten.

    ``panellists`` are objects with ``honorific``, ``name``, ``function``, ``organization``,
    ``email`` and ``is_remote``. What is adopted was put into the session by an organizer;
    ``replaced`` holds the columns of the session as they were before.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="follow_ups")
    kind = models.CharField(_("what is owed"), max_length=12, choices=FollowUpKind.choices)
    number = models.PositiveSmallIntegerField(_("number"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = models.TextField(_("text"), blank=True)
    panellists = models.JSONField(_("panellists"), default=list, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    stored_name = models.CharField(_("stored as"), max_length=100, blank=True)
    media_type = models.CharField(_("type of the file"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size (bytes)"), default=0)
    sha256 = models.CharField(_("digest"), max_length=64, blank=True)
    handed_in_at = models.DateTimeField(_("handed in at"))
    # Who held the link: an account, or the contact that an organizer has named.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handed in by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    by_name = models.CharField(_("name"), max_length=200, blank=True)
    by_email = models.EmailField(_("e-mail address"), blank=True)
    adopted_at = models.DateTimeField(_("put into the session at"), null=True, blank=True)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("put into the session by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    replaced = models.JSONField(_("what stood there before"), default=dict, blank=True)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ("session", "kind", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "kind", "number"), name="follow_up_number_once_per_session"
            ),
            models.CheckConstraint(
                name="follow_up_file_is_whole_or_absent",
                condition=Q(stored_name="", file_name="", media_type="", sha256="", size=0)
                | (~Q(stored_name="") & ~Q(file_name="") & ~Q(media_type="") & ~Q(sha256="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.kind} {self.number}"
