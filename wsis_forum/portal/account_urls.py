"""Addresses below /<lang>/account/ that need more than the account: profile, data, erasure."""

from django.urls import path

from wsis_forum.portal import account

app_name = "accounts"

urlpatterns = [
    path("", account.profile, name="profile"),
    path("data/", account.data, name="data"),
    path("erase/", account.erase, name="erase"),
]
