"""The page that lists the keys; the same list opens under ``?`` where the keys work."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _


def page(request: HttpRequest, *, model_admin: ModelAdmin[Any]) -> TemplateResponse:
    """
    List the keys.

    :raises PermissionDenied: the person works with no inputs
    """
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Keys"),
    }
    return TemplateResponse(request, "admin/consultation/submission/keys_page.html", context)
