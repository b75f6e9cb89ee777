"""Settings: embedded services and private defaults, unless the environment says otherwise.

`.env.example` names every variable that is read here and says what it is for.
"""

import pathlib
import urllib.parse
import zoneinfo
from typing import Any

from csp import constants as csp
from django.utils.translation import gettext_lazy as _

from config import environment, logs, mail_address
from config.services import places

environment.load()
env = environment.env
BASE_DIR = pathlib.Path(__file__).resolve().parent.parent
PRODUCTION = environment.is_production()

DEBUG = False
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or environment.private_secret_key()
PUBLIC_URL = env.str(
    "PUBLIC_URL", default=f"http://localhost:{env.int('PORT', default=8000)}"
).rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
RUN_FOLDER = places.default().folder

INSTALLED_APPS = [
    "tracker.accounts",
    "clauses",
    "tracker",
    "tracker.members",
    "tracker.alerts",
    "tracker.api",
    "tracker.web",
    "config.apps.WiringConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "django_filters",
    "csp",
    "wagtail.snippets",
    "wagtail.users",
    "wagtail.admin",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tracker.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "clauses.desk.security.DeskPolicyMiddleware",
    "clauses.desk.doors.ClosedDoorsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tracker.web.context.site",
            ]
        },
    }
]

# Data. A socket's folder comes as `?host=`, the way PostgreSQL's own programs read an address.
database: dict[str, Any] = dict(env.db_url("DATABASE_URL", default="postgresql:///tracker"))
database["ENGINE"] = "django.db.backends.postgresql"
database["OPTIONS"] = {"connect_timeout": "10"} | dict(database.get("OPTIONS", {}))
for name in ("host", "port"):
    database[name.upper()] = database["OPTIONS"].pop(name, database[name.upper()])
database["CONN_MAX_AGE"] = env.int("DATABASE_CONNECTION_AGE", default=60)
database["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
# No page needs the broker, so the cache does not stand in it; limits count per web process.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Background work. Messages carry ids; losing them all makes alerts late and loses nothing.
REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
_broker = urllib.parse.urlsplit(REDIS_URL)
_broker_database = urllib.parse.parse_qs(_broker.query).get("db", ["0"])[0]
CELERY_BROKER_URL = (
    f"redis+socket://{_broker.path}?virtual_host={_broker_database}"
    if _broker.scheme == "unix"
    else REDIS_URL
)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A killed worker's message comes back after the timeout and at most these seconds more.
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "health_check_interval": 15,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1, "interval_step": 0.1}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SOFT_TIME_LIMIT = 600
CELERY_TASK_TIME_LIMIT = 660
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Work whose message comes again is safe to do twice; work cut off in the middle may repeat a mail.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TIMEZONE = "UTC"

# Mail
mail = mail_address.read(url=env.str("EMAIL_URL", default=""), default_folder=RUN_FOLDER / "mail")
EMAIL_BACKEND = mail.backend
EMAIL_FILE_PATH = mail.folder
EMAIL_HOST, EMAIL_PORT = mail.host, mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail.user, mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = mail.starttls, mail.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="AI Safeguard Tracker <alerts@localhost>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if EMAIL_PROVIDER := env.str("EMAIL_PROVIDER", default=""):
    EMAIL_BACKEND = f"anymail.backends.{EMAIL_PROVIDER}.EmailBackend"
    ANYMAIL = env.json("EMAIL_PROVIDER_OPTIONS", default={})

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "tracker" / "locale", BASE_DIR / "clauses" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
CATALOGUE_TIME_ZONE = env.str("CATALOGUE_TIME_ZONE", default="America/Los_Angeles")

# Static files: collected and named by their content in production, found where they lie elsewhere.
STATIC_URL = "/static/"
STATIC_ROOT = (
    env.str("STATIC_ROOT", default=str(BASE_DIR / "static-collected") if PRODUCTION else "") or None
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_ROOT = env.path("MEDIA_ROOT", default=RUN_FOLDER / "media")
MEDIA_URL = "/media/"
# Documents that staff upload to be read: private, never served from here as files.
IMPORT_FOLDER = pathlib.Path(env.str("IMPORT_FOLDER", default=str(RUN_FOLDER / "imports")))
IMPORT_LARGEST_BYTES = env.int("IMPORT_LARGEST_MEGABYTES", default=100) * 1_000_000

# Sign-in: by e-mail address, with a password or a code; nobody signs up alone.
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "inbox"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "config.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "AI Safeguard Tracker"

# What browsers are told
ENCRYPTED = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENCRYPTED
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tracker.web.views.refused.form_refused"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if ENCRYPTED else []
SECURE_SSL_REDIRECT = ENCRYPTED and env.bool("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if ENCRYPTED else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENCRYPTED and env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = False
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if env.bool("TRUST_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [csp.SELF],
        "script-src": [csp.SELF, csp.NONCE],
        "style-src": [csp.SELF],
        "img-src": [csp.SELF, "data:"],
        "connect-src": [csp.SELF],
        "object-src": [csp.NONE],
        "base-uri": [csp.NONE],
        "form-action": [csp.SELF],
        "frame-ancestors": [csp.SELF],
    }
}

# The desk
WAGTAIL_SITE_NAME = "AI Safeguard Tracker"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# Each save is a revision of its own: what a reviewer reads never changes under its number.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_USER_TIME_ZONES = sorted(
    name
    for name in zoneinfo.available_timezones()
    if name == "UTC" or name.startswith(("America/", "Atlantic/", "Europe/", "Pacific/"))
)
WAGTAIL_FINISH_WORKFLOW_ACTION = "clauses.finishing.leave_publishing_to_the_approval"

# The partners' interface. Its views say themselves who may ask and how often (tracker/api/views).
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "tracker.api.schema.AutoSchema",
    "URL_FORMAT_OVERRIDE": None,
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_FORMATTER_CLASS": "tracker.api.problems.Formatter",
    "ENABLE_IN_DEBUG_FOR_UNHANDLED_EXCEPTIONS": True,
}
# Requests a minute, of one address and of one key; counted in memory, so Redis may be gone.
API_RATES = {
    "anonymous": env.int("API_RATE_ANONYMOUS", default=120),
    "key": env.int("API_RATE_KEY", default=1200),
}
API_TRUSTS_PROXY = env.bool("TRUST_PROXY", default=False)
CACHES["limits"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "api-limits",
    "OPTIONS": {"MAX_ENTRIES": 50_000},
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "AI Safeguard Tracker",
    "DESCRIPTION": (
        "What unions and laws have won about AI, what vendors and employers deploy, and where the "
        "one reaches the other, on a day. We inform, we do not advise: the text of the agreement "
        "or law governs, and every answer is true for the day it names in `as_of`."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "PREPROCESSING_HOOKS": ["tracker.api.schema.only_our_paths"],
}

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logs.settings(
    as_json=env.str("LOG_FORMAT", default="json" if PRODUCTION else "console") == "json",
    level=env.str("LOG_LEVEL", default="INFO"),
)
SILENCED_SYSTEM_CHECKS = [
    # Subdomains and preload lists are for the owner of the domain to decide: HSTS_SUBDOMAINS.
    "security.W005",
    "security.W021",
    # The desk shows previews in frames of the same origin.
    "security.W019",
]
