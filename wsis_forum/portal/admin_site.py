"""The admin site: our name, our colours, an index made for the secretariat."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, URLResolver, path, re_path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from wsis_forum.portal.tables.pages import ROUTE, export_page
from wsis_forum.portal.tables.views import export, exports_of

# The tables in the order of the work, under headings of our own: app.Model.
GROUPS: Sequence[tuple[str | Promise, Sequence[str]]] = (
    (
        _("Inputs"),
        ("consultation.Submission", "consultation.BasketItem", "consultation.Organization"),
    ),
    (_("Reviewers"), ("consultation.ReviewerCapacity", "consultation.AssignmentRule")),
    (
        _("Consultation"),
        (
            "consultation.Forum",
            "consultation.Phase",
            "consultation.Call",
            "consultation.ImportRun",
        ),
    ),
    (
        _("Programme"),
        (
            "agenda.Session",
            "agenda.Slot",
            "agenda.Room",
            "agenda.ProgrammeDay",
            "agenda.ProgrammeSettings",
            "agenda.FollowUpDate",
            "agenda.Speaker",
            "agenda.Release",
            "agenda.PlannedRelease",
            "agenda.WordTemplate",
        ),
    ),
    (
        _("Letters and people"),
        (
            "letters.Letter",
            "consultation.ReminderRule",
            "letters.KindSetting",
            "accounts.User",
        ),
    ),
    (
        _("Reference tables"),
        (
            "consultation.ActionLine",
            "consultation.Goal",
            "consultation.StakeholderType",
            "consultation.PublicReason",
            "consultation.Country",
            "consultation.Region",
            "agenda.SessionType",
            "agenda.Track",
        ),
    ),
)
# What stands in the bar on top of every page: a table, or a page of one with its name.
BAR: Sequence[tuple[str, str, str | Promise]] = (
    ("consultation.Submission", "", ""),
    ("consultation.BasketItem", "", ""),
    ("consultation.Forum", "", ""),
    ("consultation.Call", "", ""),
    ("agenda.Session", "", ""),
    ("agenda.Session", "admin:agenda_session_timetable", _("Timetable")),
    ("agenda.Session", "admin:agenda_session_conflicts", _("Conflicts")),
    ("agenda.Speaker", "", ""),
    ("agenda.Room", "", ""),
    ("agenda.Release", "", ""),
    ("letters.Letter", "", ""),
)
# Table of the bar -> the keys that lead there, wherever the keys work (``static/…/keys.js``).
_KEYS = {"consultation.Submission": "g i", "consultation.BasketItem": "g b"}


class PortalAdminSite(AdminSite):
    """The secretariat's and the organizers' workbench."""

    site_header = _("WSIS Forum consultation")
    site_title = _("WSIS Forum consultation")
    index_title = _("Workbench")
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the bar on top and the banner of the embedded run to every page."""
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": reverse("home"),
            "has_permission": self.has_permission(request),
            # Every table with its addresses; no page but the index looks at it.
            "available_apps": SimpleLazyObject(lambda: self.get_app_list(request)),
            "is_popup": False,
            "is_nav_sidebar_enabled": self.enable_nav_sidebar,
            "log_entries": self.get_log_entries(request),
            "embedded": settings.EMBEDDED,
            "bar": list(self._bar(request)),
            "exports": exports_of(request),
        }

    def _bar(self, request: HttpRequest) -> Iterator[dict[str, Any]]:
        """Name what the person may see of the bar, and that whose pages she is on."""
        shown = []
        for name, page, words in BAR:
            model = apps.get_model(name)
            admin = self._registry.get(model)
            if admin is None or not admin.has_module_permission(request):
                continue
            perms = admin.get_model_perms(request)
            if not (perms.get("view") or perms.get("change")):
                continue
            url = _url(page or f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
            title = str(words) or capfirst(str(model._meta.verbose_name_plural))
            shown.append((title, url, "" if page else _KEYS.get(name, "")))
        # A page of a table lies below its list: the longest address is meant.
        here = max(
            (url for _, url, _ in shown if url and request.path.startswith(url)),
            default="",
            key=len,
        )
        for title, url, keys in shown:
            yield {"name": title, "admin_url": url, "is_here": url == here != "", "keys": keys}

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add the tables of every list, before the addresses of its rows."""
        tables = path(
            "<slug:app>/<slug:model>/export.<slug:kind>",
            self.admin_view(export),
            {"site": self},
            "export",
        )
        of_pages = re_path(ROUTE, self.admin_view(export_page), name="export_page")
        return [of_pages, tables, *super().get_urls()]

    @method_decorator(never_cache)
    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show what waits, what closes when, and every table in the order of the work."""
        from wsis_forum.portal.dashboard import dashboard  # noqa: PLC0415 models are ready only now

        context = {
            "dashboard": dashboard(request.user),  # type: ignore[arg-type]
            "groups": grouped(self.get_app_list(request)),
            "unmade_url": _url("admin:agenda_session_unmade"),
            "release_url": _url("admin:agenda_release_changelist"),
            **(extra_context or {}),
        }
        return super().index(request, context)

    @method_decorator(never_cache)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """
        Send to the portal's own sign-in: accounts have no passwords.

        :raises PermissionDenied: the person is signed in, but is no staff
        """
        wanted = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
            wanted = reverse("admin:index")
        if self.has_permission(request):
            return HttpResponseRedirect(wanted)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(wanted, resolve_url(settings.LOGIN_URL))

    @method_decorator(never_cache)
    def logout(  # type: ignore[override]  # a redirect is no template
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign out and go to the public pages."""
        if request.method == "POST":
            logout(request)
        return HttpResponseRedirect(reverse("home"))


def grouped(app_list: Sequence[Mapping[str, Any]]) -> list[tuple[Any, list[Mapping[str, Any]]]]:
    """Order the tables that the person may see; those of other apps come last."""
    known = _by_name(app_list)
    groups: list[tuple[Any, list[Mapping[str, Any]]]] = [
        (title, list(map(known.pop, filter(known.__contains__, names)))) for title, names in GROUPS
    ]
    groups.append((_("Others"), list(known.values())))
    return [(title, models) for title, models in groups if models]


def _url(name: str) -> str:
    """Return an address by name; nothing where that page does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _by_name(app_list: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        f"{app['app_label']}.{model['object_name']}": model
        for app in app_list
        for model in app["models"]
    }
