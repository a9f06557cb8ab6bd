"""Addresses of the programme."""

from django.urls import path, register_converter

from agenda.exports import FORMATS, file_name
from agenda.views import follow_up_files, follow_ups, personal
from agenda.views.agenda import agenda, choose
from agenda.views.calendar import calendar
from agenda.views.export import export, room_pdf, session_pdf, speaker_pdf
from agenda.views.feed import feed
from agenda.views.public import session
from agenda.views.releases import compare, releases, subscription
from agenda.views.speakers import photo, speaker, speakers


class ExportFile:
    """The name of a file in an address, for the format that it is in."""

    regex = r"[a-z]+\.[a-z]+"

    def to_python(self, value: str) -> str:
        """
        Return the format.

        :raises ValueError: none is written under that name
        """
        for extension in FORMATS:
            if file_name(extension) == value:
                return extension
        raise ValueError(value)

    def to_url(self, value: str) -> str:
        """Return the name under which a format stands."""
        return file_name(value)


register_converter(ExportFile, "export_file")

app_name = "agenda"

urlpatterns = [
    path("l/<str:token>/speaker/", personal.speaker, name="speaker_link"),
    path("l/<str:token>/follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path(
        "l/<str:token>/follow-ups/<int:pk>/", follow_up_files.follow_up_file, name="follow_up_file"
    ),
    path("forums/<slug:year>/agenda/", agenda, name="agenda"),
    path("forums/<slug:year>/agenda/choice/", choose, name="choose"),
    path("forums/<slug:year>/agenda/sessions/<int:number>/", session, name="session"),
    path(
        "forums/<slug:year>/agenda/sessions/<int:number>/files/<int:pk>/",
        follow_up_files.session_file,
        name="session_file",
    ),
    path("forums/<slug:year>/speakers/", speakers, name="speakers"),
    path("forums/<slug:year>/speakers/<slug:slug>/", speaker, name="speaker"),
    path("forums/<slug:year>/speakers/<slug:slug>/photo", photo, name="photo"),
    path("forums/<slug:year>/agenda/releases/", releases, name="releases"),
    path("forums/<slug:year>/agenda/releases/compare", compare, name="compare"),
    path("forums/<slug:year>/agenda/releases/feed.atom", feed, name="feed"),
    path("forums/<slug:year>/agenda/releases/subscription", subscription, name="subscription"),
    path(
        "forums/<slug:year>/agenda/export/session-<int:number>.pdf", session_pdf, name="session-pdf"
    ),
    # A room is known by its name alone, in any script; a slash in it is part of the name.
    path("forums/<slug:year>/agenda/export/room-<path:room>.pdf", room_pdf, name="room-pdf"),
    path(
        "forums/<slug:year>/agenda/export/speaker-<slug:slug>.pdf", speaker_pdf, name="speaker-pdf"
    ),
    path("forums/<slug:year>/agenda/export/agenda.ics", calendar, name="calendar"),
    path("forums/<slug:year>/agenda/export/<export_file:ext>", export, name="export"),
]
