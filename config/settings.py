"""Django settings. All that differs between machines comes from `environment.py`."""

from datetime import timedelta
from pathlib import Path

import rest_framework
from csp.constants import NONE, SELF

from config.environment import database, read_environment

ENVIRONMENT = read_environment()
BASE_DIR = Path(__file__).resolve().parent.parent
EMBEDDED = ENVIRONMENT.embedded
DATA_DIR = ENVIRONMENT.data_dir
SITE_URL = ENVIRONMENT.site_url
HTTPS = SITE_URL.startswith("https://")

SECRET_KEY = ENVIRONMENT.secret_key
WORDS_KEYS = ENVIRONMENT.words_keys
VAPID_PRIVATE_KEY = ENVIRONMENT.vapid_private_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
CSRF_TRUSTED_ORIGINS = [SITE_URL]
METRICS_TOKEN = ENVIRONMENT.metrics_token
BACKUP_DAYS = ENVIRONMENT.backup_days
QUICK_EXIT_URL = ENVIRONMENT.quick_exit_url
CONTACT = ENVIRONMENT.contact

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    # Without "rest_framework": its app has nothing for us but template tags, which the first page would load with all
    # of it; its translations are named below.
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "config",
    "pages",
    "reminders",
    "couples",
    "agreements",
    "journal",
    "checkins",
]

MIDDLEWARE = [
    "config.stack.with_room",
    "config.logs.RequestIdMiddleware",
    "config.headers.permissions_policy",
    "config.api.middleware.api_routes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.CompressionMiddleware",
    "checkins.feed.cookieless.without_cookies",
    "couples.people.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "basics.origins.FormKeyMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "couples.people.middleware.PersonMiddleware",
    "pages.erasure.middleware.only_what_waits",
    "couples.people.unsent.keep_unsent_forms",
    "couples.people.middleware.renew_session",
    "couples.people.suspended.seal_suspended",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pages.addresses.forms_lead_to_their_pages",
    "basics.transactions.reads_for_person",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "pages.frame.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "pages.templatetags.steady"],
        },
    }
]
FORM_RENDERER = "basics.directions.FormRenderer"

DATABASES = {"default": database(ENVIRONMENT)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# It may lose anything at any time: what protects accounts and people is counted in rows (couples/access/). What is left
# in it is allauth's own mark of a used code, which a row keeps as well. One process shares its memory, several a table.
CACHES = {
    "default": {
        **(
            {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
            if EMBEDDED
            else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "config_cache"}
        ),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

AUTH_USER_MODEL = "couples.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "couples.people.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "welcome"

ACCOUNT_ADAPTER = "couples.people.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Not to be changed on the code's page: allauth offers that for new accounts only, which tells who has one.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = int(timedelta(minutes=30).total_seconds())
ACCOUNT_SIGNUP_REDIRECT_URL = "first_steps"
# A code typed into the page, like at sign-up: a link in a mail must never open an account.
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = int(timedelta(minutes=15).total_seconds())
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(timedelta(minutes=5).total_seconds())
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "couples.people.account_forms.LoginForm",
    "signup": "couples.people.account_forms.SignupForm",
    "reset_password": "couples.people.account_forms.ResetPasswordForm",
    "reset_password_from_key": "couples.people.account_forms.ResetPasswordKeyForm",
    "change_password": "couples.people.account_forms.ChangePasswordForm",
    "set_password": "couples.people.account_forms.SetPasswordForm",
    "add_email": "couples.people.account_forms.AddEmailForm",
    "confirm_email_verification_code": "couples.people.account_forms.ConfirmCodeForm",
    "confirm_password_reset_code": "couples.people.account_forms.ResetCodeForm",
}
# Allauth's own are in the cache, and by the address alone, so that anybody can shut its owner out. Ours are counted by
# its adapter and its forms: couples/access/tries.py.
ACCOUNT_RATE_LIMITS = False
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
MFA_ADAPTER = "couples.access.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "couples.access.second_step_forms.SignInCodeForm",
    "reauthenticate": "couples.access.second_step_forms.AskAgainCodeForm",
    "activate_totp": "couples.access.second_step_forms.TurnOnCodeForm",
}
MFA_TOTP_ISSUER = "Steady"
USERSESSIONS_TRACK_ACTIVITY = False
USERSESSIONS_ADAPTER = "couples.access.sessions.SessionsAdapter"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale", Path(rest_framework.__file__).parent / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
LANGUAGE_COOKIE_HTTPONLY = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_BACKEND = ENVIRONMENT.email["EMAIL_BACKEND"]
# None without a mail server: the outbox asks for none.
EMAIL_HOST = ENVIRONMENT.email.get("EMAIL_HOST")
EMAIL_PORT = ENVIRONMENT.email.get("EMAIL_PORT")
EMAIL_HOST_USER = ENVIRONMENT.email.get("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = ENVIRONMENT.email.get("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = ENVIRONMENT.email.get("EMAIL_USE_TLS")
EMAIL_USE_SSL = ENVIRONMENT.email.get("EMAIL_USE_SSL")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from
SERVER_EMAIL = ENVIRONMENT.email_from
MAIL_ENABLED = ENVIRONMENT.mail_enabled
BOUNCE_ADDRESS = ENVIRONMENT.bounce_address
OUTBOX_DIR = DATA_DIR / "outbox"
# Mails can be read at /outbox/ only where no mail server is set: the embedded default on its own.
# Not where the site has another name either: a proxy in front may add no header that would tell of it.
OUTBOX_PAGES = (
    EMBEDDED
    and EMAIL_BACKEND == "config.operating.outbox.OutboxBackend"
    and {"localhost", "127.0.0.1", "::1"}.issuperset(ALLOWED_HOSTS)
)

SESSION_COOKIE_AGE = int(timedelta(days=60).total_seconds())
SESSION_COOKIE_SECURE = HTTPS
SESSION_SERIALIZER = "couples.access.closed_sessions.ClosedSerializer"
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
# Set by this host over HTTPS alone: see basics/origins.py.
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "pages.views.csrf_failure"
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxies else None
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

REST_FRAMEWORK = {
    # The key first: it is what makes "not signed in" a 401.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "couples.keys.authentication.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["basics.api.parsing.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "config.api.problems.problem_response",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Steady",
    "DESCRIPTION": (
        "A couple's shared agreements and check-ins.\n\n"
        "Send a key from the settings page as `Authorization: Bearer`, or a session with its CSRF token. "
        "Moments are RFC 3339 in UTC, lengths are minutes, what was agreed as a clock time comes with its IANA zone. "
        "Errors are problem details (RFC 9457)."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "basics.api.description.refuse_unknown_fields",
        "agreements.kinds.terms_api.show_examples",
    ],
}

# The broker carries ids of leases; a lost message costs a lease time, never a reminder.
CELERY_BROKER_URL = ENVIRONMENT.redis_url or "memory://localhost/"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"polling_interval": 0.1}
    if EMBEDDED
    else {
        "visibility_timeout": 120,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 3,
        "retry_on_timeout": False,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BEAT_SCHEDULER = "reminders.ticking.ticker:Ticker"
CELERY_BEAT_MAX_LOOP_INTERVAL = 1
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Celery's Django fix-up closes the connection and its pool around every task: a new PostgreSQL process and 5 ms each
# time. config/celery.py gives the connection back to the pool instead, which drops it if it is broken.
CELERY_DB_REUSE_MAX = 1_000_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TIMEZONE = "UTC"

LOGGING_CONFIG = "config.logs.configure"
LOGGING = {"level": ENVIRONMENT.log_level}
