"""The app of the consultation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationConfig(AppConfig):
    """Forums, phases, calls, submissions, decisions."""

    name = "consultation"
    verbose_name = _("consultation")

    def ready(self) -> None:
        """Register the kinds of our letters."""
        from consultation import letters  # noqa: PLC0415 - models are ready only now

        letters.register()
