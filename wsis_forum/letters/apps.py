"""The app of the outbox."""

from datetime import timedelta

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LettersConfig(AppConfig):
    """Letters: queued, delivered, read back."""

    name = "wsis_forum.letters"
    label = "letters"
    verbose_name = _("letters")

    def ready(self) -> None:
        """Register the kind that this app sends itself."""
        from wsis_forum.letters import kinds  # noqa: PLC0415 - models are ready only now

        lifetime = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
        kinds.register(
            kinds.Kind(
                "code", urgent=True, lifetime=lifetime, title=pgettext_lazy("letter", "code")
            )
        )
