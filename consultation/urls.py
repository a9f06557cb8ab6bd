"""Addresses of the consultation, below the language."""

from django.urls import path

from consultation.views import author
from consultation.views.call import begin, call
from consultation.views.check import check
from consultation.views.edit import edit

app_name = "consultation"

urlpatterns = [
    path("forums/<slug:year>/calls/<slug:slug>/", call, name="call"),
    path("forums/<slug:year>/calls/<slug:slug>/begin/", begin, name="begin"),
    path("submissions/", author.mine, name="mine"),
    path("submissions/<slug:ref>/", author.submission, name="submission"),
    path("submissions/<slug:ref>/edit/<slug:section>/", edit, name="edit"),
    path("submissions/<slug:ref>/check/", check, name="check"),
    path("submissions/<slug:ref>/receipt/", author.receipt, name="receipt"),
]
