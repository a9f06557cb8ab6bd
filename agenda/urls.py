"""Addresses of the programme."""

from django.urls import path

from agenda.views.export import export, room_pdf, session_pdf, speaker_pdf
from agenda.views.public import agenda, releases, session

app_name = "agenda"

urlpatterns = [
    path("forums/<slug:year>/agenda/", agenda, name="agenda"),
    path("forums/<slug:year>/agenda/sessions/<int:number>/", session, name="session"),
    path("forums/<slug:year>/agenda/releases/", releases, name="releases"),
    path("forums/<slug:year>/agenda/export/agenda.<str:ext>", export, name="export"),
    path(
        "forums/<slug:year>/agenda/export/session-<int:number>.pdf", session_pdf, name="session-pdf"
    ),
    # A room is known by its name alone, in any script; a slash in it is part of the name.
    path("forums/<slug:year>/agenda/export/room-<path:room>.pdf", room_pdf, name="room-pdf"),
    path(
        "forums/<slug:year>/agenda/export/speaker-<slug:slug>.pdf", speaker_pdf, name="speaker-pdf"
    ),
]
