"""The outbox in the admin: what leaves, what left, and what the secretariat does about it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import linebreaksbr
from django.urls import URLPattern
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wsis_forum import dates
from wsis_forum.admin_lookups import NamedList, OfferedLookups
from wsis_forum.letters import desk_pages, kinds
from wsis_forum.letters.hiding import visible
from wsis_forum.letters.models import KindSetting, Letter


class KindFilter(admin.AllValuesFieldListFilter):
    """Letters of one kind, by its name in the reader's language."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Name each kind that there is a letter of."""
        for choice in super().choices(changelist):
            yield {**choice, "display": kinds.title_of(str(choice["display"]))}


@admin.register(Letter)
class LetterAdmin(NamedList, OfferedLookups, admin.ModelAdmin):  # type: ignore[type-arg]
    """The outbox: no letter is written or deleted here; verbs hold, release, edit, cancel."""

    list_display = (
        *("shown_subject", "address", "kind_words"),
        *("state", "due_words", "sent_words", "attempts"),
    )
    list_filter = ("state", ("kind", KindFilter), "language")
    # Not the text: a search in it would tell a code digit by digit.
    search_fields = ("address", "subject", "key")
    list_select_related = ("user",)
    date_hierarchy = "queued_at"
    list_per_page = 50
    actions = ("hold", "release", "send_now", "try_again", "cancel")
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
                    "cancel_reason",
                    "queued_words",
                    "due_words",
                    "leased_words",
                    "looked_words",
                    "sent_words",
                    "attempts",
                    "shown_answer",
                    "key",
                    "message_id",
                )
            },
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of one letter."""
        return [*desk_pages.urls(self), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Count the letters by state above the list."""
        counts = desk_pages.counts(self.get_queryset(request))
        return super().changelist_view(request, {"counts": counts, **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Offer what can be done with a letter that has not left."""
        letter = self.get_object(request, object_id)
        verbs = desk_pages.verbs(request, letter) if letter is not None else ()
        return super().change_view(
            request, object_id, form_url, {"verbs": verbs, **(extra_context or {})}
        )

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer verbs to those who may use them."""
        return super().get_actions(request) if desk_pages.may_act(request) else {}

    @admin.action(description=_("Hold back"))
    def hold(self, request: HttpRequest, letters: QuerySet[Letter]) -> None:
        """Hold the chosen letters back."""
        desk_pages.act(self, request, "hold", letters)

    @admin.action(description=pgettext_lazy("verb on a letter", "Release"))
    def release(self, request: HttpRequest, letters: QuerySet[Letter]) -> None:
        """Let those that are held back leave when they are due."""
        desk_pages.act(self, request, "release", letters)

    @admin.action(description=_("Send now"))
    def send_now(self, request: HttpRequest, letters: QuerySet[Letter]) -> None:
        """Let the chosen letters leave at once."""
        desk_pages.act(self, request, "send-now", letters)

    @admin.action(description=_("Try again"))
    def try_again(self, request: HttpRequest, letters: QuerySet[Letter]) -> None:
        """Send those anew that their addresses have refused."""
        desk_pages.act(self, request, "try-again", letters)

    @admin.action(description=_("Cancel for good"))
    def cancel(self, request: HttpRequest, letters: QuerySet[Letter]) -> None:
        """Cancel the chosen letters."""
        desk_pages.act(self, request, "cancel", letters)

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

    @admin.display(description=_("queued at"), ordering="queued_at")
    def queued_words(self, letter: Letter) -> str:
        """Say when it was written."""
        return _moment(letter.queued_at)

    @admin.display(description=_("due at"), ordering="due_at")
    def due_words(self, letter: Letter) -> str:
        """Say when it leaves."""
        return _moment(letter.due_at)

    @admin.display(description=_("held by a worker until"))
    def leased_words(self, letter: Letter) -> str:
        """Say until when a worker has it in hand."""
        return _moment(letter.leased_until)

    @admin.display(description=_("looked at"))
    def looked_words(self, letter: Letter) -> str:
        """Say when somebody released or edited it."""
        return _moment(letter.looked_at)

    @admin.display(description=_("sent at"), ordering="sent_at")
    def sent_words(self, letter: Letter) -> str:
        """Say when it left."""
        return _moment(letter.sent_at)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Show the masked columns and moments, which are none of the model's."""
        masked = ("shown_subject", "kind_words", "shown_text", "shown_files", "shown_answer")
        moments = ("queued_words", "due_words", "leased_words", "looked_words", "sent_words")
        return (*masked, *moments)


def _moment(value: datetime | None) -> str:
    """Write a moment in Geneva's time, which the workbench's pages name at their end."""
    if value is None:
        return "–"
    local = value.astimezone(ZoneInfo(dates.GENEVA))
    return f"{dates.day_words(local.date())}, {local:%H:%M}"


@admin.register(KindSetting)
class KindSettingAdmin(NamedList, admin.ModelAdmin):  # type: ignore[type-arg]
    """All kinds of letters on one page: which of them wait for a look."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Show it to those who may hold letters back."""
        return desk_pages.may_act(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to those who may hold letters back."""
        return desk_pages.may_act(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: the kinds are there."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse Django's own page; all kinds stand on one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: the kinds are there."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show all kinds, and take which of them wait."""
        return desk_pages.kinds_page(self, request)
