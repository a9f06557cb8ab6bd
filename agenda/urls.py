"""Addresses of the programme."""

from django.urls import path

from agenda.views.export import export
from agenda.views.personal import speaker
from agenda.views.public import agenda, releases, session

app_name = "agenda"

urlpatterns = [
    path("l/<str:token>/speaker/", speaker, name="speaker_link"),
    path("forums/<slug:year>/agenda/", agenda, name="agenda"),
    path("forums/<slug:year>/agenda/sessions/<int:number>/", session, name="session"),
    path("forums/<slug:year>/agenda/releases/", releases, name="releases"),
    path("forums/<slug:year>/agenda/export/agenda.<str:ext>", export, name="export"),
]
