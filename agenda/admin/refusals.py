"""What the verbs of the timetable refuse, in words, and at which field it is said."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.admin.conflict_words import explained
from agenda.admin.place_words import place_words
from agenda.exceptions import (
    AgendaError,
    InConflict,
    NothingToReverse,
    PlaceChanged,
    RoomTaken,
    SlotImpossible,
    SlotProblem,
)
from wsis_forum.letters.templatetags.letter import isolated

# Where each refusal is said, and how.
_PROBLEMS = {
    SlotProblem.NO_LENGTH: ("end", gettext_lazy("The end must be later than the start.")),
    SlotProblem.TOO_LONG: ("end", gettext_lazy("A session lasts 24 hours at most.")),
    SlotProblem.FAR_FROM_FORUM: (
        "day",
        gettext_lazy("This day is more than 400 days away from the Forum. Check the year."),
    ),
    SlotProblem.OTHER_FORUM: ("room", gettext_lazy("This room belongs to another Forum.")),
    SlotProblem.SKIPPED: (
        "start",
        gettext_lazy("The clocks skip this hour on that day. Choose another time."),
    ),
}


def refusal(error: AgendaError) -> tuple[str | None, str]:
    """Return the field at which a refusal is said (``None``: above all) and its words."""
    if isinstance(error, RoomTaken):
        words = _("%(room)s is taken at that time by “%(session)s”. Choose another room or time.")
        return "room", words % {"room": error.room, "session": error.other}
    if isinstance(error, SlotImpossible):
        field, sentence = _PROBLEMS[error.problem]
        return field, str(sentence)
    if isinstance(error, InConflict):
        said = " ".join(one.text for one in explained(error.conflicts, error.timetable))
        words = _("This Forum does not allow such a place: %(conflicts)s")
        return None, words % {"conflicts": said}
    if isinstance(error, PlaceChanged):
        return None, _changed_words(error)
    if isinstance(error, NothingToReverse):
        return None, _("There is nothing that you can undo or do again here.")
    raise AssertionError(error)


def _changed_words(error: PlaceChanged) -> str:
    """Say who changed a session meanwhile, and where it is now."""
    session = error.step.session
    words = _(
        "%(person)s has changed the place of “%(session)s” in the meantime. "
        "It is now here: %(place)s. Nothing else was changed."
    )
    return words % {
        "person": isolated(str(error.step.by or _("Somebody"))),
        "session": isolated(str(session or "")),
        "place": place_words(session) if session else "",
    }
