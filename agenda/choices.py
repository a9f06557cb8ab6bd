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


class Equipment(models.TextChoices):
    """What a room has and a session can ask for."""

    PROJECTOR = "projector", _("projector and screen")
    VIDEO_CONFERENCE = "video-conference", _("video conference")
    RECORDING = "recording", _("recording")
    CAPTION_SCREEN = "caption-screen", _("screen for captions")
    STAGE = "stage", _("stage")
    ROUND_TABLE = "round-table", _("round table")
    WHEELCHAIR = "wheelchair", _("step-free access to the podium")


class SpeakerRole(models.TextChoices):
    """What a person does in a session."""

    CHAIR = "chair", _("Chair")
    MODERATOR = "moderator", _("Moderator")
    SPEAKER = "speaker", _("Speaker")
    PANELLIST = "panellist", _("Panellist")
    OPENING = "opening", _("Opening remarks")
    RAPPORTEUR = "rapporteur", _("Rapporteur")
    REMOTE_MODERATOR = "remote-moderator", _("Remote moderator")


class Consent(models.TextChoices):
    """Whether a person agrees to be shown in the public programme."""

    NOT_ASKED = "unknown", _("not asked")
    YES = "yes", _("agrees")
    NO = "no", _("refuses")


class Answer(models.TextChoices):
    """What a speaker says to an invitation into a session."""

    NONE = "none", _("no answer yet")
    CONFIRMED = "confirmed", pgettext_lazy("answer of a speaker", "Confirmed")
    DECLINED = "declined", pgettext_lazy("answer of a speaker", "Declined")


class FollowUpKind(models.TextChoices):
    """What the organizers of a session owe, in the order in which it falls due."""

    DESCRIPTION = "description", _("final description")
    LOGO = "logo", pgettext_lazy("what organizers owe", "logo")
    PANELLISTS = "panellists", _("list of panellists")
    PRESENTATION = "presentation", pgettext_lazy("what organizers owe", "presentation")
    OUTCOME = "outcome", _("outcome")


class BlockedKind(models.TextChoices):
    """Why nothing takes place at a time."""

    BREAK = "break", pgettext_lazy("time without sessions", "Break")
    BLOCKED = "blocked", pgettext_lazy("time without sessions", "Blocked")


class ConflictLevel(models.TextChoices):
    """What a conflict does; the values are those of ``scheduling.facts.Level``."""

    BLOCK = "block", _("block: the placing is refused")
    WARN = "warn", _("warn: it is shown")
    IGNORE = "ignore", _("ignore")


class StepKind(models.TextChoices):
    """How a step of placing came about."""

    CHANGE = "change", _("changed")
    UNDO = "undo", _("undone")
    REDO = "redo", _("done again")
