"""The app of the programme."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    """Sessions, speakers, rooms, slots, releases."""

    name = "agenda"
    verbose_name = _("agenda")

    def ready(self) -> None:
        """Tell which sessions inputs became, register our letters, keep the reference's history."""
        from agenda import letters_of_releases, models  # noqa: PLC0415 models are ready only now
        from agenda.queries.outcomes import sessions_of  # noqa: PLC0415
        from consultation import history, outcome_links  # noqa: PLC0415

        letters_of_releases.register()
        outcome_links.register(sessions_of)
        for model in (models.Track, models.SessionType, models.Room):
            history.keep(model)
