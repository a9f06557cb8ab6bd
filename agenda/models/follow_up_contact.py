"""To whom the portal writes of what a session owes, where an organizer has said so."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.models.session import Session


class FollowUpContact(models.Model):
    """
    Who owes the follow-ups of a session, where an organizer has named somebody.

    Without an address it is who handed in the input that the session was made of.
    ``link_serial`` counts up to make the personal links of former letters invalid.
    """

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, related_name="follow_up_contact"
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(
        _("language of letters"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    link_serial = models.PositiveSmallIntegerField(_("number of the personal link"), default=1)

    class Meta:
        verbose_name = _("contact for follow-ups")
        verbose_name_plural = _("contacts for follow-ups")

    def __str__(self) -> str:
        return self.name or self.email
