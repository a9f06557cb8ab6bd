"""The closed lists of the consultation, in words that a non-programmer can check."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DatePrecision(models.TextChoices):
    """How exactly a phase's date is known."""

    MOMENT = "moment", _("day and time")
    DATE = "date", _("day")
    MONTH_RANGE = "month-range", _("month or months")
    UNKNOWN = "unknown", _("not known")


class PhaseKind(models.TextChoices):
    """What happens in a phase."""

    INVITATION = "invitation", _("invitation")
    LAUNCH = "launch", _("launch")
    MEETING = "meeting", _("meeting")
    DEADLINE = "deadline", _("deadline")


class PhaseMode(models.TextChoices):
    """How a meeting is attended."""

    VIRTUAL = "virtual", _("online")
    PHYSICAL = "physical", _("on site")
    HYBRID = "hybrid", _("on site and online")


class CallKind(models.TextChoices):
    """What a call asks for."""

    THEMATIC = "thematic", _("Official submission on themes and format")
    WORKSHOP = "workshop", _("Workshop request")
    SPEAKER = "speaker", _("Speaker recommendation")
    FACILITATOR = "facilitator", _("Nomination of High-Level Track Facilitators")
    EXHIBITION = "exhibition", _("Exhibition space")
    PARTNERSHIP = "partnership", _("Partnership or sponsorship")
    EVENT_INPUT = "event", _("Input from a regional or national event")
    ACTION_LINE = "action-line", _("Feedback per Action Line")
    PHOTO = "photo", _("Photo contest")
    SPECIAL = "special", _("Special track, initiative, prize or hackathon")
    OPEN = "open", _("Open call")


class QuestionType(models.TextChoices):
    """What kind of answer a question takes; the last three are asked of every input."""

    SHORT = "short", _("short text")
    LONG = "long", _("long text")
    ONE = "one", _("one choice")
    SEVERAL = "several", _("several choices")
    NUMBER = "number", _("number")
    DATE = "date", _("date")
    COUNTRY = "country", _("country")
    LINK = "link", _("link")
    FILE = "file", _("file")
    PEOPLE = "people", _("list of people")
    ACTION_LINES = "action-lines", _("Action Lines")
    GOALS = "goals", _("Goals")
    CONFIRMATION = "confirmation", _("confirmation")
    LANGUAGE = "language", _("language of the text")
    ORGANIZATION = "organization", _("organization")
    STAKEHOLDER_TYPE = "stakeholder-type", _("stakeholder type")


class Requirement(models.TextChoices):
    """When a question must be answered; a draft may always be saved without."""

    OPTIONAL = "optional", _("optional")
    REQUIRED = "required", _("required")
    HAND_IN = "hand-in", _("required only at hand-in")


class FileKind(models.TextChoices):
    """What a file may be."""

    PICTURE = "picture", _("picture (JPEG, PNG, WebP)")
    DOCUMENT = "document", _("document (PDF, Word, OpenDocument)")
    SLIDES = "slides", _("slides (PowerPoint, OpenDocument, PDF)")
    TABLE = "table", _("table (Excel, OpenDocument, CSV)")


class Publication(models.TextChoices):
    """What the author agreed to at hand-in."""

    FULL = "full", _("Published in full, with the name of the organization")
    WITHOUT_NAME = "without-name", _("Published without any name")
    NOT_PUBLIC = "not-public", _("Not published; read by the secretariat only")


class PublicationRule(models.TextChoices):
    """When a call shows what was handed in to everybody."""

    AT_ONCE = "at-once", _("as soon as it is handed in")
    AFTER_DEADLINE = "after-deadline", _("once the deadline has passed")
    NEVER = "never", _("never")


class Gender(models.TextChoices):
    """A proposed speaker's gender, if it is said at all."""

    WOMAN = "woman", pgettext_lazy("gender", "woman")
    MAN = "man", pgettext_lazy("gender", "man")
    OTHER = "other", pgettext_lazy("gender", "other")


class Status(models.TextChoices):
    """Where a submission is; changed by verbs only."""

    DRAFT = "draft", pgettext_lazy("status of a submission", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("status of a submission", "Submitted")
    UNDER_REVIEW = "under_review", pgettext_lazy("status of a submission", "Under review")
    RETURNED = "returned", pgettext_lazy("status of a submission", "Returned for clarification")
    DECIDED = "decided", pgettext_lazy("status of a submission", "Decided")
    WITHDRAWN = "withdrawn", pgettext_lazy("status of a submission", "Withdrawn")


class Disposition(models.TextChoices):
    """Where a submission ended."""

    BECOMES = "becomes", _("Becomes a session")
    TAKEN_UP = "taken-up", _("Taken up")
    MERGED = "merged", _("Merged into another input")
    INFORMS = "informs", _("Informs the themes and the format")
    DEFERRED = "deferred", _("Deferred to a later Forum")
    DECLINED = "declined", _("Declined")
    OUT_OF_SCOPE = "out-of-scope", _("Out of scope")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")


class TakenUpAs(models.TextChoices):
    """What an input that is no session was taken up as."""

    SPEAKER = "speaker", pgettext_lazy("taken up as", "a speaker")
    FACILITATOR = "facilitator", pgettext_lazy("taken up as", "a facilitator")
    STAND = "stand", pgettext_lazy("taken up as", "a stand")
    PARTNER = "partner", pgettext_lazy("taken up as", "a partner")
    PHOTO = "photo", pgettext_lazy("taken up as", "a photo")
    EVENT_REPORT = "event-report", pgettext_lazy("taken up as", "an event report")


class Informs(models.TextChoices):
    """What an input informs."""

    THEME = "theme", pgettext_lazy("informs", "a theme")
    SESSION = "session", pgettext_lazy("informs", "a session")
    FORMAT = "format", pgettext_lazy("informs", "the format")


class RelationKind(models.TextChoices):
    """How an input belongs to the one it was merged into."""

    MERGED = "merged", pgettext_lazy("relation of inputs", "Merged into")
    DUPLICATE = "duplicate", pgettext_lazy("relation of inputs", "Duplicate of")


# What accepting means depends on what the call asked for.
ACCEPTED_AS: dict[str, Disposition] = {
    CallKind.WORKSHOP: Disposition.BECOMES,
    CallKind.SPECIAL: Disposition.BECOMES,
    CallKind.THEMATIC: Disposition.INFORMS,
    CallKind.ACTION_LINE: Disposition.INFORMS,
    CallKind.OPEN: Disposition.INFORMS,
}
ACCEPTED_OTHERWISE = Disposition.TAKEN_UP
# What the others are taken up as.
TAKEN_UP_AS: dict[str, TakenUpAs] = {
    CallKind.SPEAKER: TakenUpAs.SPEAKER,
    CallKind.FACILITATOR: TakenUpAs.FACILITATOR,
    CallKind.EXHIBITION: TakenUpAs.STAND,
    CallKind.PARTNERSHIP: TakenUpAs.PARTNER,
    CallKind.PHOTO: TakenUpAs.PHOTO,
    CallKind.EVENT_INPUT: TakenUpAs.EVENT_REPORT,
}
REFUSALS = (Disposition.DECLINED, Disposition.OUT_OF_SCOPE, Disposition.WITHDRAWN)


class WorkshopFormat(models.TextChoices):
    """The kind of workshop that is asked for; codes are those of the session types."""

    THEMATIC = "THEMATIC_WS", _("Thematic workshop")
    COUNTRY = "COUNTRY_WS", _("Country workshop")


class Attendance(models.TextChoices):
    """How a proposed speaker takes part."""

    ON_SITE = "on-site", _("on site")
    REMOTE = "remote", _("remotely")


class PartnerRole(models.TextChoices):
    """What an organization does for a Forum."""

    ORGANIZER = "organizer", _("organizer")
    COLLABORATOR = "collaborator", _("collaborating organization")


class EventKind(models.TextChoices):
    """What happened to a submission; one row each, never changed."""

    BEGUN = "begun", _("Draft begun")
    SUBMITTED = "submitted", _("Handed in")
    TAKEN_UP = "taken-up", _("Review begun")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    MERGED = "merged", _("Merged into another input")
    DEFERRED = "deferred", _("Deferred to a later Forum")
    REOPENED = "reopened", _("Decision reopened")
    SCHEDULED = "session", _("Session made of it")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    RETURNED = "returned", _("Returned for clarification")
    CHANGED = "changed", _("Changed and handed in again")
    ANSWERED = "answered", _("Clarified by the author")
    IMPORTED = "imported", _("Taken over from an earlier system")


class Role(models.TextChoices):
    """What a person does for one call; ``accounts.roles`` has the same for all of them."""

    SECRETARIAT = "secretariat", pgettext_lazy("role of staff", "secretariat")
    REVIEWER = "reviewer", pgettext_lazy("role of staff", "reviewer")
    ORGANIZER = "organizer", pgettext_lazy("role of staff", "organizer")
    OBSERVER = "observer", pgettext_lazy("role of staff", "observer")


class AssignedBy(models.TextChoices):
    """How a reviewer came to an input."""

    HAND = "hand", pgettext_lazy("how a review was assigned", "by hand")
    RULE = "rule", pgettext_lazy("how a review was assigned", "by a rule")
    BALANCE = "balance", pgettext_lazy("how a review was assigned", "balanced automatically")


class Recommendation(models.TextChoices):
    """What a reviewer recommends."""

    ACCEPT = "accept", _("Accept")
    DECLINE = "decline", _("Decline")
    MERGE = "merge", pgettext_lazy("recommendation of a reviewer", "Merge into another input")
    RETURN = "return", pgettext_lazy("recommendation of a reviewer", "Return to its author")
    OTHER_TRACK = "other-track", pgettext_lazy("recommendation of a reviewer", "Another track")


class ReviewsShown(models.TextChoices):
    """When a reviewer reads what the others say."""

    NEVER = "never", pgettext_lazy("others' reviews are shown", "never")
    AFTER_MINE = "after-mine", pgettext_lazy("others' reviews are shown", "after one’s own is in")
    ALWAYS = "always", pgettext_lazy("others' reviews are shown", "always")
