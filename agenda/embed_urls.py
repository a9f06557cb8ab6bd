"""The one address that other sites may frame; its language is asked for, not part of it."""

from django.urls import path

from agenda.views.agenda import embed

urlpatterns = [path("<slug:year>/agenda/", embed, name="agenda_embed")]
