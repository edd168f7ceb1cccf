"""A house with its faces for the browser tests, and people who sit before them with a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.browser.house import House, house

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
NO_BROWSER = "No Chromium: MUHATAP_CHROMIUM does not name one."


@pytest.fixture(scope="module")
def chromium() -> str:
    """Path of the Chromium to drive; without one the browser tests are skipped."""
    path = os.environ.get("MUHATAP_CHROMIUM", "")
    if not path:
        pytest.skip(NO_BROWSER)
    return path


@pytest.fixture(scope="module")
def the_house(
    request: pytest.FixtureRequest, chromium: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[House]:
    """The four faces and the worker on a database of their own, after what the module says under `FIRST`."""
    with house(
        tmp_path_factory.mktemp("house"),
        worker_id=worker_id,
        server=os.environ["DATABASE_URL"],
        template=os.environ.get("MUHATAP_TEST_TEMPLATE", ""),
        first=getattr(request.module, "FIRST", ""),
    ) as made:
        yield made


@dataclass
class Watched:
    """A browser whose pages are watched: what leaves the machine, breaks in the console or the policy, is kept."""

    browser: Any
    faults: list[str] = field(default_factory=list)

    def person(self, url: str, *, phone: bool = False) -> Any:
        """Somebody before a screen (or with a phone in hand): a page in a browser of their own."""
        context = self.browser.new_context(
            base_url=url,
            locale="tr-TR",
            timezone_id="Europe/Istanbul",
            viewport=PHONE if phone else WIDE,
            is_mobile=phone,
            has_touch=phone,
            accept_downloads=True,
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        context.on("request", self._look)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        return context.new_page()

    def _look(self, request: Any) -> None:
        # Looked at, not held up: a route would switch the browser's cache off. Chromium finds no other host anyway.
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.faults.append(f"a request left the machine: {request.url}")

    def _console(self, message: Any) -> None:
        # A refused form answers 409, which Chromium reports as a failed load; the person reads the sentence instead.
        if message.type in {"error", "warning"} and "status of 409" not in message.text:
            self.faults.append(f"console at {message.page.url if message.page else '?'}: {message.text}")


@pytest.fixture(scope="module")
def screen(chromium: str) -> Iterator[Watched]:
    """A real browser; ended with the module, because its loop would get in the way of other tests."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium,
            args=[
                *("--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"),
                *("--disable-sync", "--no-first-run", "--disable-default-apps", "--disable-dev-shm-usage"),
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        try:
            yield Watched(browser)
        finally:
            browser.close()


@pytest.fixture(autouse=True)
def _nothing_breaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test: no request left the machine, nothing was written to the console, no policy was violated."""
    yield
    if "screen" in request.fixturenames:
        watched: Watched = request.getfixturevalue("screen")
        faults, watched.faults = watched.faults, []
        assert faults == []
