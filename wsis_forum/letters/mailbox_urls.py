"""Addresses of the mailbox page, which only the embedded run has."""

from django.urls import path

from wsis_forum.letters import mailbox

app_name = "mailbox"
urlpatterns = [
    path("", mailbox.letters, name="letters"),
    path("<int:pk>/", mailbox.letter, name="letter"),
    path("<int:pk>/html/", mailbox.letter_html, name="letter_html"),
    path("<int:pk>/attached/<int:position>/", mailbox.attachment, name="attachment"),
]
