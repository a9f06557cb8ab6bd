"""Reviewers in the admin: how much each takes, what each reads, and the rules of assignment."""

from collections.abc import Iterator, Sequence
from typing import Any

import rules
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.actions import staff_names
from consultation.actions.reviewers import describe_reviewer
from consultation.admin.assign_words import load_words
from consultation.admin.desk import DeskAdmin, require
from consultation.admin.one_input import is_key
from consultation.exceptions import OwnConflict, ReasonMissing
from consultation.exports.page_table import PageTable
from consultation.models import AssignmentRule, ReviewerCapacity, StaffName
from consultation.queries import access, assignments
from wsis_forum import clock
from wsis_forum.accounts.models import User
from wsis_forum.cleaning import clean_line
from wsis_forum.languages import language

_MOST_INPUTS = 999
_LONGEST_REASON = 300


class ReviewerForm(forms.Form):
    """How many inputs a reviewer takes at a time, and what she reads."""

    inputs = forms.IntegerField(
        label=gettext_lazy("Inputs at a time"),
        min_value=0,
        max_value=_MOST_INPUTS,
        help_text=gettext_lazy("None: nothing is given to her automatically."),
    )
    reads = forms.MultipleChoiceField(
        label=gettext_lazy("Languages read"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Without any, that of her letters."),
    )
    organization = forms.CharField(
        label=gettext_lazy("Enter another organization of hers"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "What comes from it, or from somebody of it, she does not see any more."
        ),
    )

    def clean_organization(self) -> str:
        """Make one line of it."""
        return clean_line(self.cleaned_data["organization"])


@admin.register(ReviewerCapacity)
class ReviewerAdmin(DeskAdmin):
    """Everybody who reviews: a list of people, whether or not they have a row of their own."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Show it to the secretariat."""
        return may_manage(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to the secretariat."""
        return may_manage(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a reviewer is made by a role."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse Django's own page; ours has another address."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: a role is taken away instead."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the page of one reviewer."""
        view = self.admin_site.admin_view(self.describe)
        return [
            path("<int:pk>/describe/", view, name="consultation_reviewercapacity_describe"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """List the reviewers with what waits for each, as far as the reader may see it."""
        require("consultation.manage_reviewers", request)
        people = list(assignments.reviewers().prefetch_related("calls_of_role__call__forum"))
        waiting = assignments.loads([one.pk for one in people], access.readable(request.user))
        rows = [
            (
                one,
                load_words(waiting[one.pk], assignments.capacity_of(one)),
                [language(code).name for code in sorted(assignments.reads(one))],
                () if one.for_all else one.calls_of_role,
                one.organizations,
            )
            for one in people
        ]
        context = {"title": _("Reviewers"), "rows": rows, "tables": {"reviewers": _table(rows)}}
        return self._answer(request, "list.html", context)

    def describe(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask how much one reviewer takes and what she reads."""
        require("consultation.manage_reviewers", request)
        person = assignments.reviewers().filter(pk=pk).first()
        if person is None:
            raise Http404
        names = StaffName.objects.active().filter(user=person)
        if "take_away" in request.POST:
            return self._take_away(request, person, names)
        now = {
            "inputs": assignments.capacity_of(person),
            "reads": sorted(assignments.reads(person)),
        }
        form = ReviewerForm(request.POST or None, initial=now)
        if request.method == "POST" and form.is_valid():
            given = dict(form.cleaned_data)
            organization = given.pop("organization")
            describe_reviewer(user_id=pk, by=request.user, **given)  # type: ignore[arg-type]
            if organization:
                staff_names.enter_organization(
                    user_id=pk,
                    name=organization,
                    by=request.user,  # type: ignore[arg-type]
                    at=clock.now(),
                )
            messages.success(request, _("Saved for %(person)s.") % {"person": person})
            return HttpResponseRedirect(reverse("admin:consultation_reviewercapacity_changelist"))
        context = {
            "title": str(person),
            "form": form,
            "names": names,
            "is_self": person.pk == request.user.pk,
        }
        return self._answer(request, "describe.html", context)

    def _take_away(self, request: HttpRequest, person: User, names: Any) -> HttpResponse:
        """Let one name of a colleague count no more; the form holds the reason."""
        key = request.POST["take_away"]
        row = names.filter(pk=int(key)).first() if is_key(key) else None
        if row is None:
            raise Http404
        reason = clean_line(request.POST.get("reason", ""))[:_LONGEST_REASON]
        try:
            staff_names.take_away(name_id=row.pk, by=request.user, reason=reason, at=clock.now())  # type: ignore[arg-type]
        except OwnConflict:
            messages.error(request, _("Somebody else of the secretariat has to do this for you."))
        except ReasonMissing:
            messages.error(request, _("Say why this name does not count any more."))
        else:
            words = _("“%(name)s” does not count any more for %(person)s.")
            messages.success(request, words % {"name": row.name, "person": person})
        return HttpResponseRedirect(request.path)

    def _answer(
        self, request: HttpRequest, template: str, context: dict[str, Any]
    ) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        return TemplateResponse(
            request, f"admin/consultation/reviewers/{template}", {**shared, **context}
        )


def _table(rows: Sequence[Any]) -> PageTable:
    heads = [_("Reviewer"), _("Waiting"), _("Reads"), _("For"), _("Organization")]

    def cells() -> Iterator[list[str]]:
        for person, waiting, languages, parts, organizations in rows:
            calls = ", ".join(str(part.call) for part in parts) or _("all calls")
            words = (", ".join(languages), calls, ", ".join(organizations))
            yield [str(person), waiting, *words]

    return PageTable(_("Reviewers"), heads, cells)


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A rule that says at least one thing of the inputs it is for."""

    def clean(self) -> dict[str, Any] | None:
        """Ask for a call, a line or a language: a rule for everything is none."""
        cleaned = super().clean() or self.cleaned_data
        said = (cleaned.get("call"), cleaned.get("action_line"), cleaned.get("language"))
        if not any(said):
            self.add_error("call", _("Choose a call, an Action Line or a language."))
        return cleaned


@admin.register(AssignmentRule)
class AssignmentRuleAdmin(DeskAdmin):
    """Which inputs go to whom when they are assigned by rule."""

    form = RuleForm
    list_display = ("reviewer", "call", "action_line", "language", "is_active")
    list_select_related = ("reviewer", "call__forum", "action_line")
    list_filter = ("is_active", "language")
    fields = ("reviewer", "call", "action_line", "language", "is_active")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer those who review."""
        if db_field.name == "reviewer":
            people = assignments.reviewers().values("pk")
            kwargs["queryset"] = User.objects.filter(pk__in=people).order_by("name", "email")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def may_manage(request: HttpRequest) -> bool:
    """Tell whether somebody says who reviews how much: the secretariat of all calls."""
    return bool(rules.has_perm("consultation.manage_reviewers", request.user))
