"""Load the demo: eight months of a network under a simulated clock that ends today."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from django.db import connection
from django.utils import translation

from muhatap.accounts import commands as accounts
from muhatap.faces.cli.demo import auditing, delivering, figures, gaps, money, network, quoting, selling
from muhatap.faces.cli.demo.agenda import Agenda, Doing
from muhatap.faces.cli.demo.cast import CUSTOMERS, CustomerCast, members
from muhatap.faces.cli.demo.logins import LOGINS, PASSWORD
from muhatap.faces.cli.stages.house import open_house
from muhatap.faces.cli.stages.world import World
from muhatap.kernel import jobs
from muhatap.kernel.actors import ISTANBUL
from muhatap.kernel.tasks import run_night

BEGINS_DAYS_AGO = 275
# The load makes few circles of objects and many objects: looking for circles seldom saves a few seconds.
SELDOM = (50_000, 50, 50)


def load_demo(progress: Callable[[str], None]) -> None:
    """Play the world from its first day to this morning; deterministic for a given day."""
    random.seed(20260302)
    _hurry()
    today = datetime.now(ISTANBUL).date()
    world = World(now=_morning(today - timedelta(days=BEGINS_DAYS_AGO)))
    world.ids["today"] = today
    agenda = Agenda()
    with translation.override("tr"):
        progress("the prime and its people")
        open_house(world)
        figures.plan(agenda, world.now.date(), today)
        _plan_network(agenda, world.now.date())
        for place, cast in enumerate(CUSTOMERS):
            _plan_customer(agenda, world, cast, place)
        _plan_nights(agenda, today)
        agenda.on(today, network.agree_on_more, hour=8, minute=20)
        delivering.plan(agenda, world)
        auditing.plan(agenda, world)
        gaps.plan(agenda, world)
        money.plan(agenda, world)
        quoting.plan(agenda, world)
        day = world.now.date()
        while day < today:
            day = min(day + timedelta(days=30), today)
            agenda.play(world, _morning(day))
            progress(f"until {day:%d.%m.%Y}")
        progress("passwords; the worker seals and prints")
        # Nobody gets a mail today about what was simulated to be months ago.
        jobs.drop("mail")
        accounts.give_password(world.house, emails=[login[2] for login in LOGINS], password=PASSWORD)


def _hurry() -> None:
    """A load that is cut short is begun again: nothing of it needs to be on the disk before its end is noted."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    gc.freeze()
    gc.set_threshold(*SELDOM)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8, 30), ISTANBUL)


def _plan_network(agenda: Agenda, first: date) -> None:
    for place, cast in enumerate(members(), start=1):
        day = first + timedelta(days=place % 12)
        if cast.stage == "applied":
            day = first + timedelta(days=BEGINS_DAYS_AGO - 10 + place % 8)
        agenda.on(day, partial(network.apply, cast=cast, place=place), hour=9, minute=place % 60)
        agenda.on(day + timedelta(days=2), partial(network.decide, cast=cast, place=place), hour=11, minute=place % 60)
        agenda.on(day + timedelta(days=4), partial(network.join, cast=cast), hour=14, minute=place % 60)
        if cast.stage != "applied":
            for later in (88, 176, 262):
                again = partial(network.answer_again, cast=cast, place=place)
                agenda.on(day + timedelta(days=later), again, hour=10, minute=place % 60)


# How many days before the agreed start each step of a running customer happens, and how many days ago from today the
# steps of the others, which have come only so far.
RUNNING = (60, 59, 58, 52, 50, 47, 44, 41, 38, 34, 28, 12)
SO_FAR = {
    "asking": (1,),
    "visiting": (9, 8, 6),
    "proposed": (33, 32, 31, 25, 23, 6),
    "signing": (48, 47, 46, 40, 38, 30, 24, 5),
}


def _plan_customer(agenda: Agenda, world: World, cast: CustomerCast, place: int) -> None:
    """The steps of a customer, the last ones only as far as its business has come."""
    steps: tuple[Doing, ...] = (
        lambda w: selling.ask(w, cast, place),
        lambda w: selling.answer(w, cast, place),
        lambda w: selling.plan_visit(w, cast, place),
        lambda w: selling.hold_visit(w, cast),
        lambda w: selling.confirm_visit(w, cast),
        lambda w: selling.propose(w, cast),
        lambda w: selling.accept(w, cast),
        lambda w: selling.contract(w, cast),
        lambda w: delivering.sign_contract(w, cast),
        lambda w: delivering.source(w, cast),
        lambda w: delivering.agree_with_members(w, cast),
        lambda w: delivering.prepare(w, cast),
    )
    start = selling.start_of(world, cast)
    for doing, before in zip(steps, SO_FAR.get(cast.stage, RUNNING), strict=False):
        day = (start if cast.stage == "running" else world.ids["today"]) - timedelta(days=before)
        agenda.on(day, doing, hour=13, minute=place)
    if cast.stage == "signing":
        agenda.on(world.ids["today"] - timedelta(days=3), lambda w: delivering.plan_members(w, cast), hour=10)
    if cast.stage == "running":
        agenda.on(start, lambda w: delivering.go_live(w, cast), hour=6, minute=30 + place)


def _plan_nights(agenda: Agenda, today: date) -> None:
    """Nightly work: every week, and at each first of a month, when contracts come into force."""
    day = today - timedelta(days=BEGINS_DAYS_AGO - 14)
    while day <= today:
        if day.weekday() == 0 or day.day == 1 or day == today:
            agenda.at(datetime.combine(day, time(1), UTC), lambda w: run_night(w.now))
        day += timedelta(days=1)
