"""A newcomer's way through the whole business, clicked as people click it: eleven steps, ten people, four faces, one house."""

from __future__ import annotations

from tests.browser.conftest import Watched
from tests.browser.house import House
from tests.browser.story import (
    asking,
    bonding,
    choosing,
    collecting,
    contracting,
    delivering,
    preparing,
    settling,
    starting,
)
from tests.browser.story.cast import Cast

ACTS = (
    (1, asking.ask),
    (2, asking.visit),
    (3, asking.propose),
    (4, contracting.contract),
    (4, contracting.project),
    (5, choosing.invite),
    (5, choosing.apply),
    (5, choosing.take_in),
    (6, bonding.bring),
    (6, bonding.check),
    (6, bonding.join),
    (5, bonding.choose),
    (6, bonding.commit),
    (7, preparing.advise),
    (7, preparing.audit_member),
    (8, starting.prepare),
    (8, starting.crew),
    (8, starting.go_live),
    (9, delivering.first_job),
    (9, delivering.audit),
    (9, delivering.correct),
    (9, delivering.deliver_the_month),
    (10, settling.close),
    (11, collecting.invoice),
    (10, collecting.pay),
    (11, collecting.balance),
)

# A house with its people and nothing else.
FIRST = "from tests.browser.playing import found_house; print(found_house())"


def test_a_request_goes_all_eleven_steps_to_margin_and_balanced_books(the_house: House, screen: Watched) -> None:
    cast = Cast(the_house, screen)
    cast.at("2026-03-02T09:00")
    for number, act in ACTS:
        try:
            act(cast)
        except Exception as problem:
            problem.add_note(f"in step {number}: {act.__name__}")
            raise
