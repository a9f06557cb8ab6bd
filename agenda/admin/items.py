"""Lines of a nested agenda in the admin: a table on the session's page, a page for each line."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.actions.items import Line, require_tree
from agenda.admin.one_language import OneLanguageForm
from agenda.admin.widgets import name_inputs
from agenda.exceptions import LinesImpossible
from agenda.models import AgendaItem, Session, Speaker
from agenda.numbering import Line as Numbered
from agenda.numbering import tree, walk
from consultation.admin.desk import DeskAdmin, NamedTabularInline
from consultation.admin.seen_rows import SeenForm, SeenInlineSet
from consultation.admin.sourced import SourcedAdmin
from consultation.admin.translated import TranslatedAdmin, by_language, mark_language
from wsis_forum.languages import column, language

# Positions are shown in tens, so that a line can be put between two others.
_STEP = 10
_LAST = 30_000


def outline(session: Session) -> list[Numbered[AgendaItem]]:
    """Return the lines of a session in the order in which they are read (one query)."""
    rows = AgendaItem.objects.filter(session=session).order_by("order", "pk")
    return list(
        walk(
            tree(
                rows,
                key=lambda item: item.pk,
                parent=lambda item: item.parent_id,
                is_numbered=lambda item: item.is_numbered,
            )
        )
    )


def outline_words(session: Session) -> str:
    """Write the agenda of a session as indented lines."""
    return "\n".join(
        f"{'    ' * line.depth}{line.number or '–'} {line.row.title}" for line in outline(session)
    )


class ItemForm(SeenForm):
    """One line: where it stands, whether it is numbered, and its words."""

    position = forms.IntegerField(
        label=gettext_lazy("position"), required=False, min_value=0, max_value=_LAST
    )
    below = forms.TypedChoiceField(
        label=gettext_lazy("below"), required=False, coerce=int, empty_value=None
    )

    class Meta:
        model = AgendaItem
        fields = ["is_numbered", "minutes"]

    def titles(self) -> dict[str, str]:
        """Return the typed titles by column."""
        return {
            name: value or ""
            for name, value in self.cleaned_data.items()
            if name.startswith("title_")
        }

    def clean(self) -> dict[str, Any] | None:
        """Ask for words in at least one language."""
        cleaned = super().clean()
        titles = [name for name in self.fields if name.startswith("title_")]
        if titles and self.has_changed() and not any(self.titles().values()):
            elsewhere = any(
                getattr(self.instance, column("title", code), "")
                for code, _name in settings.LANGUAGES
                if column("title", code) not in titles
            )
            if not elsewhere and not self.cleaned_data.get("DELETE"):
                self.add_error(titles[0], _("Enter the words of this line."))
        return cleaned


class ItemFormSet(SeenInlineSet):
    """The lines of one session in the order in which they are read."""

    def get_queryset(self) -> Any:
        """Order the lines as they are read, each with its number and depth."""
        if self.is_bound and "forms" in self.__dict__:
            return super().get_queryset()
        if not hasattr(self, "_lines"):
            self._lines = outline(self.instance) if self.instance.pk else []
        return [line.row for line in self._lines]

    def add_fields(self, form: Any, index: int | None) -> None:
        """Fill in where the line stands, and which lines it can stand below."""
        super().add_fields(form, index)
        name_inputs(form, "position", "below", "DELETE")
        if "below" not in form.fields:
            return
        self.get_queryset()
        form.fields["below"].choices = [
            ("", "–"),
            *(
                (line.row.pk, self._label(line))
                for line in self._lines
                if line.row != form.instance
            ),
        ]
        if index is not None and form.instance.pk:
            form.fields["position"].initial = (index + 1) * _STEP
            form.fields["below"].initial = form.instance.parent_id

    @staticmethod
    def _label(line: Numbered[AgendaItem]) -> str:
        title = line.row.title
        words = title if len(title) < 40 else f"{title[:38]}…"  # noqa: PLR2004 width of a select
        return f"{'  ' * line.depth}{line.number or '–'} {words}"

    def clean(self) -> None:
        """Refuse lines that stand below themselves, or below one that goes."""
        super().clean()
        if any(self.errors):
            return
        lines, gone = self.lines(), set(self.gone())
        parents = {line.item_id: line.parent_id for line in lines if line.item_id is not None}
        left = {pk: above for pk, above in parents.items() if above not in gone}
        try:
            require_tree(left)
        except LinesImpossible as error:
            raise forms.ValidationError(
                _("A line of the agenda stands below itself. Choose another line in “below”.")
            ) from error

    def lines(self) -> list[Line]:
        """Return the lines as they are wanted."""
        return [
            Line(
                item_id=form.instance.pk,
                parent_id=form.cleaned_data.get("below"),
                position=_LAST
                if form.cleaned_data.get("position") is None
                else form.cleaned_data["position"],
                is_numbered=form.cleaned_data.get("is_numbered", False),
                minutes=form.cleaned_data.get("minutes"),
                titles=form.titles(),
            )
            for form in self.forms
            if (form.instance.pk or form.has_changed()) and not form.cleaned_data.get("DELETE")
        ]

    def gone(self) -> list[int]:
        """Return the lines that are to be deleted."""
        return [
            form.instance.pk
            for form in self.forms
            if form.instance.pk and form.cleaned_data.get("DELETE")
        ]


class ItemInline(NamedTabularInline):
    """The draft agenda as a table; a line's own page has all languages and the speakers."""

    model = AgendaItem
    form = ItemForm
    formset = ItemFormSet
    extra = 1
    show_change_link = True
    verbose_name = gettext_lazy("line")
    verbose_name_plural = gettext_lazy("Draft agenda")

    def get_fields(self, request: HttpRequest, obj: Session | None = None) -> Any:
        """Show the words in the session's own language, in English, and in those already used."""
        used = {"en", obj.original_language if obj else "en"}
        if obj:
            rows = AgendaItem.objects.filter(session=obj)
            names = [column("title", code) for code, _name in settings.LANGUAGES]
            for titles in rows.values_list(*names):
                used |= {
                    code
                    for (code, _name), title in zip(settings.LANGUAGES, titles, strict=True)
                    if title
                }
        titles_of = [column("title", code) for code, _name in settings.LANGUAGES if code in used]
        return ["position", "below", "is_numbered", *titles_of, "minutes"]

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Name the language of a title, and write it in its direction."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        code = getattr(db_field, "language", None)
        if field is not None and code:
            field.required = False
            field.widget = forms.Textarea(attrs={"rows": 2, "cols": 40})
            mark_language(field, db_field.translated_field, language(code))
            field.widget.attrs["aria-label"] = field.label
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let whoever edits the session remove its lines."""
        return bool(super().has_change_permission(request, obj))


@admin.register(AgendaItem)
class ItemAdmin(SourcedAdmin, DeskAdmin, TranslatedAdmin):
    """One line of an agenda, reached from its session."""

    fieldsets = [
        (None, {"fields": ("session", "is_numbered", "minutes", "speakers")}),
        *by_language("title"),
    ]
    form = OneLanguageForm
    readonly_fields = ("session",)
    search_fields = ("title_en",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Keep lines out of the index: they belong to their sessions."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave adding to the session's page."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AgendaItem]:
        """Read the session along."""
        rows: QuerySet[AgendaItem] = super().get_queryset(request)
        return rows.select_related("session")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the speakers of the session as boxes."""
        if db_field.name == "speakers":
            match = request.resolver_match
            item = str(match.kwargs.get("object_id", "")) if match else ""
            kwargs["queryset"] = (
                Speaker.objects.filter(appearances__session__items=int(item)).distinct()
                if item.isdecimal()
                else Speaker.objects.none()
            )
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)
