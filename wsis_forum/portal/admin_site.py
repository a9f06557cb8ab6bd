"""The admin site: our name, our colours, an index made for the secretariat."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

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
        ("agenda.Session", "agenda.Slot", "agenda.Room", "agenda.Speaker", "agenda.Release"),
    ),
    (_("Letters and people"), ("letters.Letter", "accounts.User")),
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
# What stands in the bar on top of every page.
BAR = (
    "consultation.Submission",
    "consultation.BasketItem",
    "consultation.Forum",
    "consultation.Call",
    "agenda.Session",
    "agenda.Slot",
    "agenda.Release",
    "letters.Letter",
)


class PortalAdminSite(AdminSite):
    """The secretariat's and the organizers' workbench."""

    site_header = _("WSIS Forum consultation")
    site_title = _("WSIS Forum consultation")
    index_title = _("Workbench")
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the bar on top and the banner of the embedded run to every page."""
        context = super().each_context(request)
        known = _by_name(context["available_apps"])
        return {
            **context,
            "site_url": reverse("home"),
            "embedded": settings.EMBEDDED,
            "bar": [_with_state(known[name], request) for name in BAR if name in known],
            "exports": exports_of(request),
        }

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add the tables of every list, before the addresses of its rows."""
        tables = path(
            "<slug:app>/<slug:model>/export.<slug:kind>",
            self.admin_view(export),
            {"site": self},
            "export",
        )
        return [tables, *super().get_urls()]

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


def _with_state(model: Mapping[str, Any], request: HttpRequest) -> dict[str, Any]:
    """Mark the table whose pages one is on."""
    url = model["admin_url"] or ""
    return {**model, "is_here": bool(url) and request.path.startswith(url)}
