"""The closed lists of the programme."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SessionStatus(models.TextChoices):
    """How firm a session is."""

    TENTATIVE = "tentative", pgettext_lazy("status of a session", "Tentative")
    CONFIRMED = "confirmed", pgettext_lazy("status of a session", "Confirmed")
    CANCELLED = "cancelled", pgettext_lazy("status of a session", "Cancelled")


class SessionMode(models.TextChoices):
    """How a session is attended."""

    ON_SITE = "on-site", _("on site")
    REMOTE = "remote", _("remote")
    HYBRID = "hybrid", _("on site and remote")


class SpeakerRole(models.TextChoices):
    """What a person does in a session."""

    CHAIR = "chair", _("Chair")
    MODERATOR = "moderator", _("Moderator")
    SPEAKER = "speaker", _("Speaker")
    PANELLIST = "panellist", _("Panellist")
    OPENING = "opening", _("Opening remarks")
    RAPPORTEUR = "rapporteur", _("Rapporteur")
    REMOTE_MODERATOR = "remote-moderator", _("Remote moderator")
