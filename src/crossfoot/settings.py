"""Django's settings for one workspace.

Which workspace is told by the environment, so that the same program serves any folder:

- `CROSSFOOT_WORKSPACE`: the folder that holds `crossfoot.toml`; the current one unless given
- `DATABASE_URL`: `postgresql://user:password@host:port/name` or `sqlite:///path`; the workspace's
  own `crossfoot.sqlite3` unless given
- `CROSSFOOT_HOSTS`: names under which it is reached, separated by commas; this machine unless given
- `CROSSFOOT_HTTPS`: `1` where it is reached by HTTPS, which makes cookies and headers strict
- `CROSSFOOT_LEDGER_MB`: megabytes that a file of activity rows may have; 1024 unless given
- `CROSSFOOT_JOBS`: imports that run at the same time; 2 unless given
- `CROSSFOOT_EVIDENCE_MB`: megabytes that a file of evidence may have; 50 unless given
- `CROSSFOOT_EVIDENCE_YEARS`: years for which evidence is kept at least; 10 unless given
- `CROSSFOOT_ADDRESS`: where people reach the pages, for links in messages
- `CROSSFOOT_SMTP`: `smtp://user:password@host:587` (`smtps://` for TLS from the start), where
  notices are sent by e-mail too; `CROSSFOOT_FROM`: their sender
- `CROSSFOOT_OIDC_ISSUER`, `_CLIENT`, `_SECRET_FILE`, `_NAME`: the organisation's own identity
  provider, see `crossfoot.records.accounts.oidc.provider`
- `CROSSFOOT_MASTER_KEY_FILE`: see `crossfoot.records.journal.keys`

Nothing is written when this module is imported: `crossfoot migrate` makes the secret key.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from crossfoot.records.databases import database
from crossfoot.records.secret_key import secret_key

WORKSPACE = Path(os.environ.get("CROSSFOOT_WORKSPACE") or ".").resolve()

SECRET_KEY = secret_key(WORKSPACE)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("CROSSFOOT_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",  # asked for by auth
    "django.contrib.auth",  # hashing of passwords and the request's user; its groups stay empty
    "crossfoot.records.journal",
    "crossfoot.records.organisation",
    "crossfoot.records.accounts",
    "crossfoot.records.notices",
    "crossfoot.records.collection",
    "crossfoot.records.jobs",
    "crossfoot.records.evidence",
    "crossfoot.records.ledger",
    "crossfoot.records.register",
    "crossfoot.records.overview",
    "crossfoot.records.assurance",
    "crossfoot.web",
]

# -- the database ---------------------------------------------------------------------------

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), WORKSPACE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- files ----------------------------------------------------------------------------------

DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a sheet of two thousand figures, sent as a form
FILE_UPLOAD_HANDLERS = ["crossfoot.web.uploads.Handler"]  # to the disk, whatever the size
EVIDENCE_MEGABYTES = int(os.environ.get("CROSSFOOT_EVIDENCE_MB", "50"))  # the largest file
EVIDENCE_YEARS = int(os.environ.get("CROSSFOOT_EVIDENCE_YEARS", "10"))  # kept unless said otherwise

LEDGER_MEGABYTES = int(os.environ.get("CROSSFOOT_LEDGER_MB", "1024"))  # a file of rows
JOBS_AT_ONCE = int(os.environ.get("CROSSFOOT_JOBS", "2"))  # others wait for their turn

# -- messages -------------------------------------------------------------------------------

ADDRESS = os.environ.get("CROSSFOOT_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
_SMTP = urlsplit(os.environ.get("CROSSFOOT_SMTP", ""))
EMAIL_HOST = _SMTP.hostname or ""  # no e-mail where it is empty
EMAIL_PORT = _SMTP.port or (465 if _SMTP.scheme == "smtps" else 587)
EMAIL_HOST_USER = unquote(_SMTP.username or "")
EMAIL_HOST_PASSWORD = unquote(_SMTP.password or "")
EMAIL_USE_SSL = _SMTP.scheme == "smtps"
EMAIL_USE_TLS = not EMAIL_USE_SSL and bool(EMAIL_HOST_USER)  # no password goes in the clear
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("CROSSFOOT_FROM", "crossfoot@localhost")

# -- people ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["crossfoot.records.accounts.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
OIDC = {name: value for name, value in os.environ.items() if name.startswith("CROSSFOOT_OIDC_")}
SESSION_ENGINE = "crossfoot.records.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # a working day
SESSION_SAVE_EVERY_REQUEST = False  # reading a page writes nothing
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
LOGIN_URL = "/sign-in"

# -- pages ----------------------------------------------------------------------------------

ROOT_URLCONF = "crossfoot.web.urls"
WSGI_APPLICATION = "crossfoot.web.wsgi.application"
APPEND_SLASH = False
CSRF_FAILURE_VIEW = "crossfoot.web.views.errors.stale_form"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "crossfoot.web.headers.policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "crossfoot.web.requests.requests",
    "crossfoot.api.unchanged.unchanged",
    "crossfoot.api.once.once",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "crossfoot.web.context.context",
            ]
        },
    }
]

STATIC_URL = "/assets/"
STATIC_ROOT = Path(__file__).parent / "web" / "assets"
WHITENOISE_MAX_AGE = 30 * 24 * 3600  # addresses carry the hash of what they name

# -- languages and time ---------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "UTC"  # as stored; pages say the zone
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LANGUAGE_COOKIE_NAME = "crossfoot_language"

# -- headers --------------------------------------------------------------------------------

_HTTPS = os.environ.get("CROSSFOOT_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
