"""Words of the documents that leave the portal: the PDF and the pages in the ZIP."""

from django.utils.translation import gettext_lazy, pgettext_lazy

WORDS = {
    "agenda": gettext_lazy("Agenda"),
    "contents": gettext_lazy("Contents"),
    "public": gettext_lazy("Public release"),
    "draft": gettext_lazy("This is an internal draft of the agenda. The public does not see it."),
    "demonstration": gettext_lazy("Demonstration Forum: its dates are made up"),
    "timetable": gettext_lazy("Timetable"),
    "time": gettext_lazy("Time"),
    "sessions": gettext_lazy("Sessions"),
    "session": gettext_lazy("Session %(number)s"),
    "in_order": gettext_lazy("In order of time"),
    "unplaced": gettext_lazy("Time not yet fixed"),
    "not_fixed": gettext_lazy("not yet fixed"),
    "when": gettext_lazy("When"),
    "in_forum_zone": gettext_lazy("In the Forum’s zone:"),
    "elsewhere": gettext_lazy("Where it takes place:"),
    "phase": gettext_lazy("Meeting of"),
    "organized_by": gettext_lazy("Organized by"),
    "floor_languages": gettext_lazy("Languages of the floor"),
    "sign_language": gettext_lazy("Sign language"),
    "remote_link": gettext_lazy("Remote participation"),
    "remote_later": gettext_lazy("The link stands on the session’s page from %(moment)s."),
    "recording": gettext_lazy("Recording"),
    "outcome": gettext_lazy("Outcome"),
    "documents": gettext_lazy("Documents"),
    "links": gettext_lazy("Links"),
    "published": gettext_lazy("The session’s page as published"),
    "remarks": gettext_lazy("Remarks on the source"),
    "title_is_cut": gettext_lazy("The source’s title goes on."),
    "no_sessions": gettext_lazy("There is no session yet."),
    "page": gettext_lazy("Page {page} of {pages}"),
    "continued": pgettext_lazy("part of a timetable", "%(part)s of %(parts)s"),
    "substituted": gettext_lazy(
        "Characters that this document cannot show stand as numbers: [U+1230]."
    ),
    "calendar": gettext_lazy("The agenda as a calendar file"),
    "pages": gettext_lazy("Pages"),
    "skip": gettext_lazy("Skip to the content"),
    "back": gettext_lazy("Back to the agenda"),
}
