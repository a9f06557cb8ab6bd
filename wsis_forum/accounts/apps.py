"""The app of people and sign-in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and roles."""

    name = "wsis_forum.accounts"
    label = "accounts"
