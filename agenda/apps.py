"""The app of the programme."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    """Sessions, speakers, rooms, slots, releases."""

    name = "agenda"
    verbose_name = _("agenda")

    def ready(self) -> None:
        """Tell the authors' pages which sessions their inputs became."""
        from agenda.queries.outcomes import sessions_of  # noqa: PLC0415 models are ready only now
        from consultation import outcome_links  # noqa: PLC0415

        outcome_links.register(sessions_of)
