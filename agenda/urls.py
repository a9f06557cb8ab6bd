"""Addresses of the programme."""

from django.urls import path

from agenda.views.agenda import agenda, choose
from agenda.views.calendar import calendar
from agenda.views.export import export
from agenda.views.public import releases, session
from agenda.views.speakers import photo, speaker, speakers

app_name = "agenda"

urlpatterns = [
    path("forums/<slug:year>/agenda/", agenda, name="agenda"),
    path("forums/<slug:year>/agenda/choice/", choose, name="choose"),
    path("forums/<slug:year>/agenda/sessions/<int:number>/", session, name="session"),
    path("forums/<slug:year>/speakers/", speakers, name="speakers"),
    path("forums/<slug:year>/speakers/<slug:slug>/", speaker, name="speaker"),
    path("forums/<slug:year>/speakers/<slug:slug>/photo", photo, name="photo"),
    path("forums/<slug:year>/agenda/releases/", releases, name="releases"),
    path("forums/<slug:year>/agenda/export/agenda.ics", calendar, name="calendar"),
    path("forums/<slug:year>/agenda/export/agenda.<str:ext>", export, name="export"),
]
