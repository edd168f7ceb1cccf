"""Settings, from the environment alone. A process is one face: `MUHATAP_FACE` decides its pages, cookie and login."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

FACES = ("desk", "customer", "member", "public")


def text(name: str, default: str = "") -> str:
    """A text setting."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """A yes/no setting: 1, true, yes or on."""
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """A whole-number setting."""
    return int(os.environ.get(name, default))


def digest_of(folder: Path) -> str:
    """What the files of a folder are, in ten characters: other files, other characters."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    told = [f"{path.relative_to(folder)} {sha256(path.read_bytes()).hexdigest()}" for path in files]
    return sha256("\n".join(told).encode()).hexdigest()[:10]


def database(url: str) -> dict[str, object]:
    """Connection settings of a `postgresql://` address; a socket directory stands in `?host=`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_HEALTH_CHECKS": True,
        # Tests copy a prepared database instead of making every table again per process.
        "TEST": {"TEMPLATE": text("MUHATAP_TEST_TEMPLATE")} if text("MUHATAP_TEST_TEMPLATE") else {},
        "OPTIONS": {"pool": {"min_size": 1, "max_size": number("MUHATAP_POOL", 8)}} if flag("MUHATAP_POOLED") else {},
        "CONN_MAX_AGE": 0 if flag("MUHATAP_POOLED") else number("MUHATAP_CONN_MAX_AGE", 60),
    }


ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "src" / "muhatap"
DATA = Path(text("MUHATAP_DATA", str(ROOT / "var")))
FILES_ROOT = DATA / "files"
MUHATAP_FACE = text("MUHATAP_FACE", "owner")
FACE_URLS: dict[str, str] = json.loads(text("MUHATAP_FACE_URLS", "{}")) or {
    face: f"http://127.0.0.1:{8000 + i}/" for i, face in enumerate(FACES)
}
# Tests render with the database closed: a query in a template is a read that did not load everything.
RENDER_CLOSED = MUHATAP_FACE == "owner"
DEMO = flag("MUHATAP_DEMO")
# A demonstration can be moved through time: the file holds the instant the faces take for now.
CLOCK_FILE = text("MUHATAP_CLOCK_FILE") if DEMO else ""
SECRET_KEY = text("MUHATAP_SECRET_KEY", "tests-only-" + "0" * 40 if MUHATAP_FACE == "owner" else "")
DEBUG = False
ALLOWED_HOSTS = [host for host in text("MUHATAP_HOSTS", "127.0.0.1,localhost,testserver").split(",") if host]
CSRF_TRUSTED_ORIGINS = [origin for origin in text("MUHATAP_ORIGINS").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "muhatap.kernel",
    "muhatap.parties",
    "muhatap.accounts",
    "muhatap.catalogue",
    "muhatap.demand",
    "muhatap.agreements",
    "muhatap.contracts",
    "muhatap.network",
    "muhatap.sourcing",
    "muhatap.backing",
    "muhatap.operations",
    "muhatap.quality",
    "muhatap.ledger",
    "muhatap.billing",
    "muhatap.faces.web",
    "muhatap.faces.public",
    "muhatap.faces.desk",
    "muhatap.faces.customer",
    "muhatap.faces.member",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "muhatap.faces.web.middleware.RequestLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "muhatap.faces.web.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "muhatap.faces.web.middleware.PartyContext",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["muhatap.faces.web.templatetags.ui", "django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
ROOT_URLCONF = f"muhatap.project.urls.{MUHATAP_FACE}" if MUHATAP_FACE in FACES else "muhatap.project.urls.desk"
WSGI_APPLICATION = "muhatap.project.wsgi.application"
DATABASES = {"default": database(text("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/muhatap"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["muhatap.accounts.backends.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "muhatap.accounts.sessions"
SESSION_COOKIE_NAME = f"muhatap_{MUHATAP_FACE}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = f"muhatap_{MUHATAP_FACE}_csrf"
# Behind TLS (production) cookies are marked secure; on the loopback of `up` there is no TLS.
SECURE = flag("MUHATAP_TLS")
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
# How many proxies of ours stand before a face; the last of X-Forwarded-For are theirs.
PROXIES = number("MUHATAP_PROXIES", 0)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
    }
}

LANGUAGE_CODE = "tr"
LANGUAGES = [("tr", "Türkçe"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Istanbul"
FORMAT_MODULE_PATH = ["muhatap.faces.web.localformats"]
USE_THOUSAND_SEPARATOR = False

# All static files lie in one folder of the package: nothing to collect. Their address says what is in them, so that a
# phone in the field loads them once and never asks again until they change.
STATIC_ROOT = PACKAGE / "faces" / "web" / "static"
STATIC_URL = f"/static/{digest_of(STATIC_ROOT)}/"
WHITENOISE_IMMUTABLE_FILE_TEST = ".*"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

EMAIL_BACKEND = "muhatap.integrations.email.backend.FolderBackend"
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST = text("MUHATAP_SMTP_HOST")
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_PORT = number("MUHATAP_SMTP_PORT", 587)
    EMAIL_HOST_USER = text("MUHATAP_SMTP_USER")
    EMAIL_HOST_PASSWORD = text("MUHATAP_SMTP_PASSWORD")
    EMAIL_USE_TLS = flag("MUHATAP_SMTP_TLS", default=True)
DEFAULT_FROM_EMAIL = text("MUHATAP_MAIL_FROM", "muhatap@localhost")

# Triggers of history are installed with the wall, after the migrations: a hundred of them in migrations make a first
# start minutes long, and they are declared on the models anyway.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = False
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = False
PGHISTORY_ADMIN_CLASS = None
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": text("MUHATAP_LOG", "WARNING")},
}
