"""Settings of every environment, read from environment variables; see ``.env.example``."""

from pathlib import Path

from csp.constants import NONE, SELF

from wsis_forum import embedded, environment, logs

BASE_DIR = Path(__file__).resolve().parent.parent

env = environment.read(BASE_DIR / ".env")

# --- Where it runs -------------------------------------------------------------------
# The embedded run (`make run`, `make test`) needs no variable at all: it is recognised by
# the absence of DATABASE_URL, makes its own secret, and tells visitors it is a demonstration.

EMBEDDED = embedded.is_embedded()
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = embedded.secret_key() if EMBEDDED else env.str("SECRET_KEY")
PORT = env.port("PORT", default=8000)
# What of the words of web server, worker and beat the operator wants to read.
LOG_LEVEL = env.log_level("LOG_LEVEL")
LOGGING = logs.to_standard_error(LOG_LEVEL)
# Links in letters come from here, never from the request.
PORTAL_URL = env.str("PORTAL_URL", default=f"http://localhost:{PORT}" if EMBEDDED else "").rstrip(
    "/"
)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if EMBEDDED else []
)
# Staff sign in with a second factor, except where the portal only shows itself.
STAFF_SECOND_FACTOR = not EMBEDDED

# --- What it is made of --------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",
    "wsis_forum.portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "pgtrigger",
    "pghistory",
    "wsis_forum.accounts",
    "wsis_forum.letters",
    "wsis_forum.portal",
    "consultation",
    "agenda",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "wsis_forum.middleware.SameOriginResources",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "wsis_forum.readable.RefuseUnreadable",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wsis_forum.middleware.ChangedBy",
    "wsis_forum.middleware.StaffSecondFactor",
]

ROOT_URLCONF = "wsis_forum.urls"
WSGI_APPLICATION = "wsis_forum.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wsis_forum.portal.context.portal",
            ],
            "builtins": ["django.templatetags.i18n", "wsis_forum.templatetags.ui"],
            "libraries": {"ui": "wsis_forum.templatetags.ui"},
        },
    },
]
FORM_RENDERER = "wsis_forum.form_renderer.QuickWidgets"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- Database, sessions, cache -------------------------------------------------------

DATABASES = {
    "default": {
        **(embedded.database() if EMBEDDED else env.postgresql("DATABASE_URL")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    # Helpers of a statement take longer to start than any page's statement takes.
    "-c max_parallel_workers_per_gather=0"
    f" -c statement_timeout={env.count('STATEMENT_TIMEOUT_MS', default=15_000)}"
    " -c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000"
)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# In the database too: a lost broker must not stop anybody from signing in.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Django's 300 would forget who asked for too many codes.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # In each process: what is counted at every key that somebody presses.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# --- Languages and time --------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
    ("zh-hans", "中文"),
    ("ru", "Русский"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("en", "zh-hans", "fr", "es", "ru", "ar")}
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["wsis_forum.formats"]

# --- Sign-in -------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
# Addresses are unique whatever their case, by a constraint that this check does not read.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "wsis_forum.accounts.backends.PermissionsBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "consultation:mine"
LOGOUT_REDIRECT_URL = "home"
# In letters, for its mails are letters; accounts come before letters.
ACCOUNT_ADAPTER = "wsis_forum.letters.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# The code is the proof.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
# Digits are on every keyboard; with these tries and rates, guessing one takes centuries.
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}
# Longer than a code, so that an expired one is explained.
ACCOUNT_LOGIN_TIMEOUT = 3600
# A whole delegation may sign in from one network; one address gets few codes.
# Drafts are begun without an account, forms kept after a sign-in has ended; each costs a row.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "120/m/ip,3/m/key,30/h/key",
    "begin_draft": "600/m/ip,6000/d/ip",
    "park": "120/m/ip,2000/d/ip",
    "invitation": "60/d/user",
    "join_request": "10/d/user",
}
# X-Forwarded-For counts only as far as our own proxies have written it.
ALLAUTH_TRUSTED_PROXY_COUNT = env.count("TRUSTED_PROXIES", default=0, least=0)
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "WSIS Forum consultation"

# --- Letters -------------------------------------------------------------------------

if EMBEDDED and not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = embedded.data_dir() / "letters"
else:
    _mail = env.email_url("EMAIL_URL", default="smtp://localhost:25")
    if _mail["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
        _mail["EMAIL_BACKEND"] = "wsis_forum.letters.smtp.EmailBackend"
    vars().update(_mail)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str(
    "FROM_EMAIL", default="WSIS Forum consultation <no-reply@wsis.example>"
)
REPLY_TO_EMAIL = env.str("REPLY_TO_EMAIL", default="wsis-secretariat@wsis.example")
# How long a worker may hold a letter before another takes it over.
LETTER_LEASE_SECONDS = env.count("LETTER_LEASE_SECONDS", default=120, most=120)
# Whoever sends it as "Authorization: Bearer …" reads /metrics; without one nobody does.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# How many letters the mail server takes in a second, from all workers together; 0: no limit.
LETTERS_PER_SECOND = env.count("LETTERS_PER_SECOND", default=0, least=0, most=10_000)

# --- Background work -----------------------------------------------------------------
# The figures and what they prevent are in docs/operations.md.

CELERY_BROKER_URL = (
    embedded.broker_url() if embedded.is_embedded_broker() else env.broker("REDIS_URL")
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
}
CELERY_VISIBILITY_TIMEOUT = 900
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": 900}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 2,
    "interval_start": 0.1,
    "interval_step": 0.2,
    "interval_max": 0.5,
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- What readers send ---------------------------------------------------------------
# Files lie outside every folder that is served, and are answered by views that ask who reads.

MEDIA_ROOT = BASE_DIR / (env.str("MEDIA_ROOT", default="") or embedded.data_dir() / "files")
# Of a form without its files: some ten times the longest input.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "wsis_forum.uploads.handler.CappedUploadHandler",
]

# --- Static files and headers --------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture")
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "wsis_forum.errors.csrf_failure"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
HTTPS = env.bool("HTTPS", default=not EMBEDDED)
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
