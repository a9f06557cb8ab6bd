"""The app of the pages that need both domains, and the admin site's place in it."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Home, a Forum's page, loading, the demonstration."""

    name = "wsis_forum.portal"
    default = True
    label = "portal"
    verbose_name = _("portal")


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin, with our site in place of the stock one."""

    default_site = "wsis_forum.portal.admin_site.PortalAdminSite"
    default = False
