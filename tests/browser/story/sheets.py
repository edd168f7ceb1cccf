"""How an auditor fills in a sheet on the phone: section by section, everything in order but what is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.browser.acting import Sitting
from tests.browser.story.things import paper, photo


@dataclass(frozen=True)
class Seen:
    """What the auditor reads off, photographs (how often), and finds wrong (with the note)."""

    readings: Mapping[str, str]
    photos: Mapping[str, int] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


def fill_in(auditor: Sitting, seen: Seen) -> None:
    """Answer every item of the open sheet, section after section."""
    sections = auditor.page.locator("main h2 a").all_inner_texts()
    auditor.click(sections[0])
    for _section in sections:
        for item in auditor.page.locator(".audit-item").all():
            _answer(item, item.get_attribute("id").removeprefix("item-"), seen)
        auditor.follow(auditor.page.locator("main form button").first)
        auditor.nothing_refused()


def _answer(item: Any, key: str, seen: Seen) -> None:
    """Answer one item as it asks to be answered, and show what proves it."""
    wrong = seen.wrong.get(key, "")
    marks = item.locator('input[value="fail"], input[value="1"]' if wrong else 'input[value="pass"], input[value="4"]')
    if key in seen.readings:
        item.locator(f"#v_{key}").fill(seen.readings[key])
    elif marks.count():
        marks.first.check()
    elif item.locator(f"textarea#v_{key}").count():
        item.locator(f"#v_{key}").fill("Genel görünüm düzenli.")
    if wrong:
        item.locator("summary").click()
        item.locator(f"#n_{key}").fill(wrong)
    files = item.locator(f"#p_{key}")
    if files.count() and "pdf" in files.get_attribute("accept"):
        files.set_input_files(paper(key))
    elif files.count() and (wrong or key in seen.photos):
        files.set_input_files([photo(f"{key} {number}") for number in range(seen.photos.get(key, 1))])
