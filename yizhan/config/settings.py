"""All settings, in one file; what differs between places comes from the environment."""

import os
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from yizhan.config.oidc import oidc_origins, oidc_providers, with_form_targets
from yizhan.config.postgres import database_settings
from yizhan.config.secrets import secret_key
from yizhan.web.security import CONTENT_SECURITY_POLICY as WEB_POLICY

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "yizhan"
DATA = Path(os.environ.get("YIZHAN_DATA", ROOT / "var"))
NODE_MODULES = Path(os.environ.get("YIZHAN_NODE_MODULES", ROOT / "node_modules"))

DEBUG = os.environ.get("YIZHAN_DEBUG") == "1"
YIZHAN_DEMO = os.environ.get("YIZHAN_DEMO") == "1"
YIZHAN_BASE_URL = os.environ.get("YIZHAN_BASE_URL", "http://localhost:8000")
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = os.environ.get("YIZHAN_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(
    ","
)

CONTEXTS = [
    "audit",
    "policy",
    "imports",
    "directory",
    "experts",
    "stations",
    "inbox",
    "listings",
    "matching",
    "contracts",
    "statistics",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "yizhan.web",  # before allauth: its account pages are drawn by our templates
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_typer",
    "template_partials",
    "pgtrigger",
    "procrastinate.contrib.django",
    *[f"yizhan.{name}" for name in CONTEXTS],
    "yizhan.wiring",
    "yizhan.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "yizhan.web.middleware.headers_middleware",
    "yizhan.web.storage.StaticFiles",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yizhan.directory.middleware.actor_middleware",
    "yizhan.web.middleware.DatabaseGoneMiddleware",
]
ROOT_URLCONF = "yizhan.config.urls"
WSGI_APPLICATION = "yizhan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yizhan.web.context.page",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

DATABASES = {"default": database_settings(DATA)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        # Django's 300 would let a few hundred failed sign-ins push the counters out that
        # are to stop them.
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

AUTH_USER_MODEL = "directory.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# allauth: sign in by e-mail, confirm it by a code, second factor by app, passkey or paper.
ACCOUNT_ADAPTER = "yizhan.directory.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "yizhan.directory.signup.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[驿站] "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = YIZHAN_BASE_URL.partition("://")[0]
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("YIZHAN_TRUSTED_PROXIES", "0"))
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "yizhan.directory.factors.AddKeyForm"}
MFA_TOTP_ISSUER = "驿站 Yizhan"
MFA_TOTP_TOLERANCE = 1  # clocks of phones are a little off
# Browsers take http://localhost for secure; nothing else without TLS has passkeys.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = YIZHAN_BASE_URL.startswith("http://localhost")
SOCIALACCOUNT_PROVIDERS = oidc_providers(os.environ)
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "yizhan.web.finders.NpmFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "yizhan.web.storage.Storage"},
}
WHITENOISE_USE_FINDERS = True

FORM_RENDERER = "yizhan.web.forms.Renderer"
CSRF_FAILURE_VIEW = "yizhan.web.errors.csrf_failure"
# A sign-in with another service leaves by a form, which the policy must let out.
CONTENT_SECURITY_POLICY = with_form_targets(WEB_POLICY, oidc_origins(os.environ))
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Served over TLS (a proxy in front says so): cookies and browsers stay there.
_IS_SECURE = YIZHAN_BASE_URL.startswith("https://")
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _IS_SECURE
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _IS_SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _IS_SECURE else None

USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

EMAIL_BACKEND = os.environ.get(
    "YIZHAN_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST = os.environ.get("YIZHAN_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("YIZHAN_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("YIZHAN_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("YIZHAN_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("YIZHAN_EMAIL_TLS") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("YIZHAN_FROM_EMAIL", "yizhan@localhost")

# Days for which read notices and mails that went out are kept; unread ones twice as long.
YIZHAN_INBOX_DAYS = int(os.environ.get("YIZHAN_INBOX_DAYS", "365"))
YIZHAN_API_ANONYMOUS_PER_MINUTE = int(os.environ.get("YIZHAN_API_ANONYMOUS_PER_MINUTE", "60"))
YIZHAN_API_KEY_PER_MINUTE = int(os.environ.get("YIZHAN_API_KEY_PER_MINUTE", "600"))
YIZHAN_API_MAX_BODY = 256 * 1024
# Of the contracts that one registrar may decide, how many in a hundred a second one sees.
YIZHAN_CONTRACTS_SAMPLE = Decimal(os.environ.get("YIZHAN_CONTRACTS_SAMPLE", "5"))
YIZHAN_APPEND_ONLY_TABLES = [
    "audit_entry",
    "contracts_certificate",
    "contracts_decision",
    "statistics_movement",
    "statistics_publishedtable",
]
YIZHAN_INDEX = DATA / "index"
# lsa (learned here), none, onnx:<folder>, or the address of an embeddings endpoint
YIZHAN_ENCODER = os.environ.get("YIZHAN_ENCODER", "lsa")
YIZHAN_ENCODER_MODEL = os.environ.get("YIZHAN_ENCODER_MODEL", "default")
YIZHAN_ENCODER_KEY = os.environ.get("YIZHAN_ENCODER_KEY", "")
YIZHAN_FILES = DATA / "files"
YIZHAN_KEYS = DATA / "keys"  # private halves; never served, carried by backups

# Failures of requests and jobs go to the terminal that runs them, in production too.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
DT_RICH_TRACEBACK_CONFIG = None
