"""What a person does at a screen: click what can be read, fill in what has a label, send."""

from __future__ import annotations

import re
from typing import Any

# What is refused on a page, and the first English word on it with what follows it.
LOOK = """() => [
    document.querySelector('.error-summary, #toasts .alert-danger')?.innerText ?? '',
    document.body.innerText.match(/(?<!\\p{L})(the|and|with|your|from|until)(?!\\p{L}).{0,30}/iu)?.[0] ?? '',
]"""


class Sitting:
    """Somebody at one face, with their own browser."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def log_in(self, email: str, password: str) -> Sitting:
        """Log in with the form."""
        self.page.goto("/login/")
        self.fill({"E-posta": email, "Parola": password})
        self.page.get_by_role("button", name="Giriş yap", exact=True).click()
        self.page.wait_for_url(lambda url: "/login/" not in url)
        return self

    def open(self, menu: str, row: str = "") -> Sitting:
        """Choose an entry of the menu, and the row that says something."""
        entries = self.page.get_by_role("navigation", name="Ana menü").first
        self.follow(entries.get_by_role("link", name=menu, exact=True))
        if row:
            self.follow(self.page.locator("main").get_by_role("row").filter(has_text=row).get_by_role("link").first)
        return self

    def today(self, thing: str) -> Sitting:
        """Go to today's page and take up what waits there."""
        self.page.goto("/")
        waiting = self.page.locator(".waiting li").filter(has_text=thing)
        self.follow(waiting.first.get_by_role("link").last)
        self.nothing_refused()
        return self

    def click(self, words: str) -> Sitting:
        """Click the link or button with these words; nothing is refused."""
        self.tries(words).nothing_refused()
        return self

    def tries(self, words: str) -> Sitting:
        """Click the link or button with these words, whatever comes of it."""
        self.follow(self._way(words))
        return self

    def follow(self, way: Any) -> None:
        """Click what leads to another page, and wait for that page: on a busy machine the old one still stands a while."""
        with self.page.expect_navigation():
            way.click()

    def download(self, words: str) -> bytes:
        """The file behind the link with these words."""
        answer = self.page.request.get(self._way(words).get_attribute("href"))
        assert answer.ok, f"{words}: {answer.status}"
        content: bytes = answer.body()
        return content

    def _way(self, words: str) -> Any:
        main = self.page.locator("main")
        shown = main.get_by_role("link", name=words, exact=True).or_(main.get_by_role("button", name=words, exact=True))
        return shown.first

    def fill(self, values: dict[str, str | list[str]]) -> Sitting:
        """Fill in fields by their labels: text, a choice by what it says, boxes by their words."""
        for label, value in values.items():
            if isinstance(value, list):
                group = self.page.get_by_role("group", name=re.compile(rf"^{re.escape(label)}"))
                for words in value:
                    group.get_by_label(words).check()
                continue
            field = self.page.locator("main").get_by_label(re.compile(rf"^{re.escape(label)}( \(.*\))?$")).first
            kind = field.evaluate("one => one.type")
            if kind == "select-one":
                field.select_option(field.locator("option").filter(has_text=value).first.get_attribute("value"))
            elif kind == "checkbox":
                field.set_checked(value == "evet")
            else:
                field.fill(value)
        return self

    def hand_in(self, label: str, *files: dict[str, object]) -> Sitting:
        """Choose files for a field."""
        self.page.locator("main").get_by_label(re.compile(rf"^{re.escape(label)}")).first.set_input_files(list(files))
        return self

    def nothing_refused(self) -> None:
        """No sentence on the page says that something is wrong, and none is in the other language."""
        wrong, foreign = self.page.evaluate(LOOK)
        assert wrong == "", f"{self.page.url}: {wrong}"
        assert foreign == "", f"{self.page.url} says {foreign!r}"

    def reads(self, words: str) -> Sitting:
        """The page says this."""
        main = self.page.locator("main")
        assert words in main.inner_text(), f"{self.page.url} does not say {words!r}: {main.inner_text()[:1500]}"
        return self

    def every(self, words: str) -> Sitting:
        """Click the buttons that begin with these words, one after the other, until none is left."""
        left = self.page.locator("main").get_by_role("button", name=re.compile(rf"^{re.escape(words)}"))
        while count := left.count():
            self.follow(left.first)
            self.nothing_refused()
            assert left.count() < count, f"{self.page.url}: {words!r} changes nothing"
        return self
