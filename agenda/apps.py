"""The app of the programme."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    """Sessions, speakers, rooms, slots, releases."""

    name = "agenda"
    verbose_name = _("agenda")

    def ready(self) -> None:
        """Tell which sessions inputs became, register our letters, keep the history of rows."""
        from agenda import (  # noqa: PLC0415 models are ready only now
            letters_follow_ups,
            letters_of_releases,
            letters_people,
            models,
        )
        from agenda.actions.follow_ups import named_follow_ups  # noqa: PLC0415
        from agenda.actions.photos import named_photos  # noqa: PLC0415
        from agenda.queries.outcomes import sessions_of  # noqa: PLC0415
        from agenda.queries.word_templates import named_templates  # noqa: PLC0415
        from agenda.reminding import follow_ups, speakers  # noqa: PLC0415
        from consultation import history, outcome_links  # noqa: PLC0415
        from consultation.reminding import subjects  # noqa: PLC0415
        from wsis_forum.uploads import storing  # noqa: PLC0415

        letters_of_releases.register()
        outcome_links.register(sessions_of)
        storing.named_by(named_photos)
        storing.named_by(named_templates)
        storing.named_by(named_follow_ups)
        letters_people.register()
        letters_follow_ups.register()
        for subject in (follow_ups.OWED, follow_ups.OUTCOME, speakers.SpeakerUnconfirmed()):
            subjects.register(subject)
        for model in (
            models.Track,
            models.SessionType,
            models.Room,
            models.Speaker,
            models.FollowUpDate,
            models.FollowUpException,
        ):
            history.keep(model)
