"""Letters in the admin: what was sent to whom and what became of it, without its secrets."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from wsis_forum.admin_lookups import NamedList, OfferedLookups
from wsis_forum.letters import kinds
from wsis_forum.letters.hiding import visible
from wsis_forum.letters.models import Letter


class KindFilter(admin.AllValuesFieldListFilter):
    """Letters of one kind, by its name in the reader's language."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Name each kind that there is a letter of."""
        for choice in super().choices(changelist):
            yield {**choice, "display": kinds.title_of(str(choice["display"]))}


@admin.register(Letter)
class LetterAdmin(NamedList, OfferedLookups, admin.ModelAdmin):  # type: ignore[type-arg]
    """The outbox, to be read only."""

    list_display = (
        *("shown_subject", "address", "kind_words"),
        *("state", "queued_at", "sent_at", "attempts"),
    )
    list_filter = ("state", ("kind", KindFilter), "language")
    # Not the text: a search in it would tell a code digit by digit.
    search_fields = ("address", "subject", "key")
    list_select_related = ("user",)
    date_hierarchy = "queued_at"
    list_per_page = 50
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "shown_subject",
                    "address",
                    "user",
                    "kind_words",
                    "language",
                    "shown_text",
                    "shown_files",
                )
            },
        ),
        (
            _("Delivery"),
            {
                "fields": (
                    "state",
                    "queued_at",
                    "due_at",
                    "leased_until",
                    "sent_at",
                    "attempts",
                    "shown_answer",
                    "key",
                    "message_id",
                )
            },
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Letters are made by their causes."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        """Keep what was written as it was written."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        """Keep the keys: a letter deleted here could be queued a second time."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        """Leave out what the person must not read, and long texts that a list does not need."""
        return visible(request.user, super().get_queryset(request).defer("html", "attachments"))  # type: ignore[arg-type]

    @admin.display(description=_("subject"), ordering="subject")
    def shown_subject(self, letter: Letter) -> SafeString:
        """Write the subject without secrets."""
        return format_html("<bdi>{}</bdi>", letter.masked(letter.subject))

    @admin.display(description=_("kind"), ordering="kind")
    def kind_words(self, letter: Letter) -> str:
        """Name what the letter is about."""
        return kinds.title_of(letter.kind)

    @admin.display(description=_("text"))
    def shown_text(self, letter: Letter) -> SafeString:
        """Write the text without secrets."""
        text = linebreaksbr(letter.masked(letter.text))
        return format_html('<div dir="auto" class="letter-text">{}</div>', text)

    @admin.display(description=_("attached files"))
    def shown_files(self, letter: Letter) -> SafeString:
        """Name the files that were sent along."""
        names = [(file["name"],) for file in letter.attachments]
        return format_html_join(", ", "<bdi>{}</bdi>", names) or SafeString("–")

    @admin.display(description=_("what the server said"))
    def shown_answer(self, letter: Letter) -> str:
        """Write the server's answer without secrets."""
        return letter.masked(letter.server_said) or "–"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Show the masked columns, which are none of the model's."""
        return ("shown_subject", "kind_words", "shown_text", "shown_files", "shown_answer")
