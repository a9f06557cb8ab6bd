"""Addresses of the programme."""

from django.urls import path

from agenda.views.export import export
from agenda.views.feed import feed
from agenda.views.public import agenda, session
from agenda.views.releases import compare, releases, subscription

app_name = "agenda"

urlpatterns = [
    path("forums/<slug:year>/agenda/", agenda, name="agenda"),
    path("forums/<slug:year>/agenda/sessions/<int:number>/", session, name="session"),
    path("forums/<slug:year>/agenda/releases/", releases, name="releases"),
    path("forums/<slug:year>/agenda/releases/compare", compare, name="compare"),
    path("forums/<slug:year>/agenda/releases/feed.atom", feed, name="feed"),
    path("forums/<slug:year>/agenda/releases/subscription", subscription, name="subscription"),
    path("forums/<slug:year>/agenda/export/agenda.<str:ext>", export, name="export"),
]
