"""Every address of the portal; links in letters live for years, so none is ever changed."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from wsis_forum import health, metrics
from wsis_forum.portal import privacy
from wsis_forum.portal import views as portal

handler400 = "wsis_forum.errors.bad_request"
handler403 = "wsis_forum.errors.permission_denied"
handler404 = "wsis_forum.errors.not_found"
handler500 = "wsis_forum.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("embed/", include("agenda.embed_urls")),
    path("", portal.language_root, name="root"),
]

if settings.EMBEDDED:
    urlpatterns.append(path("mailbox/", include("wsis_forum.letters.mailbox_urls")))

urlpatterns += i18n_patterns(
    path("", portal.home, name="home"),
    path("forums/", portal.forums, name="forums"),
    path("forums/<slug:year>/", portal.forum, name="forum"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("accessibility/", portal.accessibility, name="accessibility"),
    path("help/", portal.help_page, name="help"),
    path("account/", include("wsis_forum.portal.account_urls")),
    path("account/", include("wsis_forum.accounts.urls")),
    path("l/", include("wsis_forum.letters.urls")),
    path("", include("consultation.urls")),
    path("", include("agenda.urls")),
)
