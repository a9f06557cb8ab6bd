"""Addresses below /<lang>/account/: sign-in by code, sign-out, second factor."""

from allauth.account import views as allauth
from django.urls import include, path

from wsis_forum.accounts import views

# The other names are allauth's, which finds its pages by them; it has no password pages here.
urlpatterns = [
    path("login/", views.AskForCode.as_view(), name="account_login"),
    path("login/code/", views.AskForCode.as_view(), name="account_request_login_code"),
    path("login/code/confirm/", views.EnterCode.as_view(), name="account_confirm_login_code"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("second-factor/", include("allauth.mfa.urls")),
]
