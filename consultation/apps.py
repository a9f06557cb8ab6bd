"""The app of the consultation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationConfig(AppConfig):
    """Forums, phases, calls, submissions, decisions."""

    name = "consultation"
    verbose_name = _("consultation")

    def ready(self) -> None:
        """Register the kinds of our letters, and the rows whose history is kept."""
        from consultation import (  # noqa: PLC0415 - models are ready only now
            history,
            letters,
            letters_assigned,
            letters_hidden,
            letters_of_colleagues,
        )
        from consultation.reminding import registered  # noqa: PLC0415
        from wsis_forum.letters import hiding  # noqa: PLC0415

        letters.register()
        registered.register()
        letters_assigned.register()
        letters_of_colleagues.register()
        hiding.register(letters_hidden.without_conflicts)
        history.register()
