"""Open every page a person can reach by links, as that person, and say what is wrong with it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, Request, build_opener

from django.urls import Resolver404, resolve
from lxml import html

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "src" / "muhatap" / "locale" / "tr" / "LC_MESSAGES" / "django.po"
MOST_PAGES = 120
NEVER = ("/logout/", "/language/")
# What the text of a page never holds: forgotten template code, values nobody formatted, Python's own words.
REMAINS = re.compile(
    r"\{\{|\{%|%\([a-z_]+\)|\bNone\b|\bTrue\b|\bFalse\b|__proxy__|object at 0x|Decimal\(|datetime\.|Money\(|Period\("
    r"|<[a-z_.]+\.[A-Z]\w+|\bnan\b|Traceback|\[\]|\{\}"
)
ENGLISH = re.compile(r"\b(the|of|with|and|has|have|must|this|that|from|your|not|was|were|are|been|will)\b")
PAGING = {"after", "before"}
PAGES_OF_A_PAGE = {"tab", "export"}


@dataclass(frozen=True)
class Answer:
    """What a face answered to a GET."""

    url: str
    status: int
    media_type: str
    body: bytes

    @property
    def is_page(self) -> bool:
        """A page, not a download."""
        return self.media_type.startswith("text/html")


@dataclass
class Walk:
    """Everything one person could open: a page of each pattern, and what was wrong."""

    pages: dict[str, Answer] = field(default_factory=dict)
    downloads: dict[str, Answer] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class _StayHere(HTTPRedirectHandler):
    """Redirects are answers: the crawl decides where it goes."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


class Browser:
    """A person at one face, without a screen."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()), _StayHere())

    def get(self, url: str) -> Answer:
        """Open an address; a redirect within the face is followed."""
        for _ in range(4):
            answer, location = self._open(Request(urljoin(self.base + "/", url)))
            if answer.status not in {301, 302, 303} or not location:
                return answer
            url = urljoin(answer.url, location)
            if not url.startswith(self.base + "/"):
                return answer
        return answer

    def log_in(self, email: str, password: str) -> None:
        """Log in with the form of the face."""
        form = html.fromstring(self.get("/login/").body.decode()).xpath("//form[.//input[@name='password']]")[0]
        values = {**dict(form.form_values()), "email": email, "password": password}
        request = Request(f"{self.base}/login/", urlencode(values).encode(), {"Referer": f"{self.base}/login/"})
        answer, _ = self._open(request)
        assert answer.status == 303, f"{email} cannot log in at {self.base}: {answer.status}"

    def _open(self, request: Request) -> tuple[Answer, str]:
        try:
            response = self._opener.open(request, timeout=30)
        except HTTPError as refused:
            response = refused  # type: ignore[assignment]
        with response:
            answer = Answer(
                request.full_url, response.status, response.headers.get("Content-Type", ""), response.read()
            )
            return answer, response.headers.get("Location", "")


def pattern_of(face: str, url: str) -> str | None:
    """The route an address belongs to, and what its query chooses; None for a mixture of choices seen apart already."""
    parts = urlsplit(url)
    try:
        route = resolve(parts.path, urlconf=f"muhatap.project.urls.{face}").route
    except Resolver404:
        return parts.path
    chosen = sorted({key for key, _ in parse_qsl(parts.query)} - PAGING)
    if len(chosen) > 1:
        return None
    # Tabs are pages of their own and exports files of their own; of filters and orders one value of each is enough.
    values = [value for key, value in parse_qsl(parts.query) if key in PAGES_OF_A_PAGE]
    return "?".join([route, *chosen, *values])


def walk(browser: Browser, face: str, *, most: int = MOST_PAGES, start: Iterable[str] = ("/",)) -> Walk:
    """Follow every link from the home page, each pattern once."""
    found, seen, queue = Walk(), set[str](), deque((url, "start") for url in start)
    while queue and len(found.pages) < most:
        url, source = queue.popleft()
        pattern = pattern_of(face, url)
        if pattern is None or pattern in seen or url.startswith(NEVER):
            continue
        seen.add(pattern)
        answer = browser.get(url)
        if answer.status != 200:
            found.faults.append(f"{answer.status} {url} (linked from {source})")
            continue
        if not answer.is_page:
            found.downloads[pattern] = answer
            if not answer.body:
                found.faults.append(f"an empty download {url} (linked from {source})")
            continue
        found.pages[pattern] = answer
        found.faults += [f"{url}: {fault}" for fault in faults_of(answer.body.decode())]
        queue.extend((link, url) for link in _links(answer, browser.base))
    return found


def _links(answer: Answer, base: str) -> list[str]:
    tree = html.fromstring(answer.body.decode())
    found = []
    for href in [*tree.xpath("//main//a/@href"), *tree.xpath("//a/@href"), *tree.xpath("//main//img/@src")]:
        whole = urljoin(answer.url, href).partition("#")[0]
        if whole.startswith(base + "/") and not urlsplit(whole).path.startswith("/static/"):
            found.append(whole.removeprefix(base))
    return found


def faults_of(page: str) -> list[str]:
    """What should not stand on a Turkish page: remains of code, and sentences nobody translated."""
    faults = []
    english = untranslated()
    for piece in _texts(page):
        if (remains := REMAINS.search(piece)) is not None:
            faults.append(f"shows {remains.group(0)!r} in {piece[:90]!r}")
        elif piece in english or len(ENGLISH.findall(piece.lower())) >= 2:
            faults.append(f"is English in {piece[:90]!r}")
    return faults


def _texts(page: str) -> list[str]:
    """Everything a person reads or hears on a page."""
    tree = html.fromstring(page)
    for hidden in tree.xpath("//script|//style|//*[@lang='en']|//*[@translate='no']"):
        hidden.drop_tree()
    texts = [*tree.xpath("//text()")]
    for name in ("title", "alt", "placeholder", "aria-label", "data-confirm"):
        texts += tree.xpath(f"//@{name}")
    return [piece for text in texts if (piece := " ".join(text.split()))]


@lru_cache
def untranslated() -> frozenset[str]:
    """English sentences that have a Turkish one: seen on a Turkish page they were forgotten."""
    text = PO.read_text(encoding="utf-8")
    both: list[tuple[str, str]] = re.findall(r'\nmsgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', text)
    join: Callable[[str], str] = lambda raw: "".join(re.findall(r'"(.*)"', raw)).replace('\\"', '"')  # noqa: E731
    turkish = {join(said) for _, said in both}
    return frozenset(join(said) for said, turk in both if join(said) != join(turk)) - turkish
