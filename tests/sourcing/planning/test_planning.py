"""A plan of a round is the best there is, counted day by day by hand; what it says of every line is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings

from muhatap.kernel.periods import Period
from muhatap.sourcing.rules.candidates import Covered, Taken
from muhatap.sourcing.rules.optimum import solving
from muhatap.sourcing.rules.optimum.model import build as model_of
from muhatap.sourcing.rules.optimum.problem import Choice
from muhatap.sourcing.rules.planning.blocking import Block
from muhatap.sourcing.rules.planning.building import Built, build, with_enough_members
from muhatap.sourcing.rules.planning.checking import Contradiction, Wrong, contradiction
from muhatap.sourcing.rules.planning.inputs import Barred, Conditions, Inputs, Room, rooms_of, sha256_of
from muhatap.sourcing.rules.planning.making import Point, make
from muhatap.sourcing.rules.planning.telling import Bar, Why, tell
from tests.sourcing.planning.rounds import DISTRICT, SERVICE, Free, choices, cost, days, inputs, line, rounds, sound

# Three lines; member 1 is cheapest but has room for two, member 2 is dearer by 200, 300 and 1 000 a month.
PRICES = {(0, 1): 1000, (1, 1): 1000, (2, 1): 1000, (0, 2): 1200, (1, 2): 1300, (2, 2): 2000}
ROOM: Free = {1: ([Covered(days(0, 8), Decimal(2), "C62")], [])}
LINES = [line(0), line(1), line(2)]
SMALL = inputs(LINES, PRICES, free=ROOM, months=1)


def best(built: Built) -> Choice:
    """What the whole model comes to, in this process."""
    model = model_of(built.problem)
    solver = model.highs()
    solver.run()
    return model.choice_of(built.problem, np.array(solver.getSolution().col_value))


@settings(max_examples=150, deadline=None)
@given(rounds())
def test_the_plan_serves_most_lines_at_the_least_cost(made: tuple[Inputs, Free]) -> None:
    round_, free = made
    built = build(round_)
    choice = best(built)
    told = {one.line_id: one.member_id for one in tell(round_, built, choice)}
    chosen = tuple(told[one.line_id] for one in round_.lines)
    assert sound(round_, free, chosen)
    every = [one for one in choices(round_) if sound(round_, free, one)]
    dear = round(float(built.problem.open_cost.max(initial=0)) * 100)
    nobody = len(built.nobody)
    weights = [cost(round_, one, penalty=True) + dear * (one.count(None) - nobody) for one in every]
    assert cost(round_, chosen, penalty=True) + dear * (chosen.count(None) - nobody) == min(weights)
    assert built.cost(choice) == cost(round_, chosen, penalty=False)


@settings(max_examples=150, deadline=None)
@given(rounds())
def test_what_another_member_would_cost_is_what_moving_the_line_costs(made: tuple[Inputs, Free]) -> None:
    round_, free = made
    built = build(round_)
    choice = best(built)
    lines = tell(round_, built, choice)
    chosen = tuple(one.member_id for one in lines)
    before = cost(round_, chosen, penalty=False)
    for place, one in enumerate(lines):
        for other in one.alternatives:
            moved = (*chosen[:place], other.member_id, *chosen[place + 1 :])
            assert (other.extra is not None) == sound(round_, free, moved)
            if other.extra is not None:
                assert before + other.extra == cost(round_, moved, penalty=False)


@settings(max_examples=60, deadline=None)
@given(rounds())
def test_inputs_are_kept_whole(made: tuple[Inputs, Free]) -> None:
    round_, _free = made
    again = Inputs.read(round_.data())
    assert again == round_
    assert sha256_of(again.data()) == sha256_of(round_.data())


@settings(max_examples=60, deadline=None)
@given(rounds())
def test_enough_members_are_found_whenever_they_can_be(made: tuple[Inputs, Free]) -> None:
    round_, free = made
    most = max(len({who for who in one if who is not None}) for one in choices(round_) if sound(round_, free, one))
    for least in range(1, 4):
        asked = replace(round_, conditions=replace(round_.conditions, least_members=least))
        problem = build(asked).problem
        found = with_enough_members(problem)
        assert (found is not None) == (least <= most)
        if found is not None:
            assert found.wrong(problem) == []
            assert best(build(asked)).wrong(problem) == []


def test_free_room_is_cut_where_something_begins_or_ends() -> None:
    taken = [Taken(days(2, 4), Decimal(1))]
    rooms = rooms_of(7, LINES, [Covered(Period(date(2026, 1, 1)), Decimal(3), "C62")], taken)
    assert rooms == [Room(7, SERVICE, DISTRICT, days(2, 4), Decimal(2))]


def test_a_plan_is_proven_and_told_line_by_line() -> None:
    made = make(SMALL, seconds=20)
    assert (made.word, made.cost, made.objective, made.bound, made.monthly) == ("proven", 3200, 3200, 3200, 3200)
    assert [(one.member_id, one.why) for one in made.lines] == [(2, Why.FULL), (1, Why.CHEAPEST), (1, Why.CHEAPEST)]
    assert [(one.member_id, one.bar) for one in made.lines[0].alternatives] == [(1, Bar.FULL)]
    assert [(one.member_id, one.extra, one.lower) for one in made.lines[1].alternatives] == [(2, 300, 300)]
    # By hand the last line is dear: the cheapest is full by then.
    assert (made.hand_cost, made.hand_open, made.blocks, made.faults) == (4000, 0, [], [])


def test_a_solver_that_dies_leaves_a_plan_with_its_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "WORKER", "muhatap.no_such_module")
    made = make(SMALL, seconds=20)
    assert (made.word, made.cost, made.bound) == ("gap", 3200, None)
    assert [one.member_id for one in made.lines] == [2, 1, 1]
    assert sorted(made.faults) == ["search ended without an answer", "whole ended without an answer"]


def test_solvers_that_cannot_be_started_leave_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*args: object, **kwargs: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(solving, "store", no_room)
    asked = replace(SMALL, conditions=replace(SMALL.conditions, least_members=2))
    made = make(asked, seconds=20)
    assert (made.word, made.bound, made.faults) == ("gap", None, ["OSError: no space left"])
    assert {one.member_id for one in made.lines} == {1, 2}


def test_a_round_that_cannot_be_served_names_the_fewest_conditions() -> None:
    # Member 2 is excluded and member 1 has room for two of three: letting member 2 back is one condition, so is more
    # room at member 1.
    made = make(replace(SMALL, conditions=replace(SMALL.conditions, excluded=(2,))), seconds=20)
    assert [one.member_id for one in made.lines].count(None) == 1
    (block,) = made.blocks
    assert (block.kind, block.member_id) in {("excluded", 2), ("room", 1)}
    assert len(block.lines) == 1


def test_of_those_that_do_not_fit_the_one_with_the_fewest_reasons_is_named() -> None:
    lines = (line(0), line(1))
    barred = (Barred(0, 5, ("documents", "price")), Barred(0, 6, ("documents",)), Barred(1, 6, ("documents",)))
    made = make(Inputs(lines, (), (), barred), seconds=20)
    assert [(one.member_id, one.why) for one in made.lines] == [(None, Why.NOBODY_FITS)] * 2
    assert made.blocks == [Block("documents", 6, (0, 1))]
    assert (made.cost, made.bound, made.word) == (0, 0, "proven")


def test_another_plan_changes_as_few_lines_as_the_penalty_says() -> None:
    had = [line(0, incumbent=2), line(1, incumbent=2), line(2, incumbent=2)]
    again = inputs(had, PRICES, free=ROOM, months=1, again=True, penalty=500)
    made = make(again, seconds=20)
    # Leaving pays only in the third line: 1 000 a month against a penalty of 500.
    assert [(one.member_id, one.changed) for one in made.lines] == [(2, False), (2, False), (1, True)]
    assert (made.cost, made.objective) == (3500, 4000)
    assert made.curve == [Point(12_500, 0, 4500, 0), Point(500, 1, 3500, 0), Point(0, 2, 3200, 0)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Conditions(months=0), Contradiction(Wrong.MONTHS)),
        (Conditions(share=Decimal(20)), Contradiction(Wrong.SHARE, least=34)),
        (
            Conditions(excluded=(2,), locks=((0, 2),)),
            Contradiction(Wrong.LOCKED_AND_EXCLUDED, (0,), 2),
        ),
        (Conditions(locks=((0, 9),)), Contradiction(Wrong.LOCKED_UNFIT, (0,), 9)),
        (
            Conditions(share=Decimal(34), locks=((0, 1), (1, 1))),
            Contradiction(Wrong.LOCKED_SHARE, (0, 1), 1, 1),
        ),
        (
            Conditions(locks=((0, 1), (1, 1), (2, 1))),
            Contradiction(Wrong.LOCKED_ROOM, (0, 1, 2), 1),
        ),
        (Conditions(least_members=4), Contradiction(Wrong.TOO_FEW_LINES, least=3)),
        (Conditions(least_members=3), Contradiction(Wrong.TOO_FEW_MEMBERS, least=2)),
        (Conditions(locks=((0, 1), (1, 1)), least_members=2), None),
    ],
)
def test_conditions_that_contradict_each_other_are_named(asked: Conditions, found: Contradiction | None) -> None:
    assert contradiction(replace(SMALL, conditions=asked)) == found


def test_a_standing_too_low_is_no_choice_and_a_lock_on_it_a_contradiction() -> None:
    low = replace(SMALL, pairs=tuple(replace(one, score=Decimal(60 + 10 * one.member_id)) for one in SMALL.pairs))
    asked = replace(low, conditions=Conditions(months=1, least_score=Decimal(75)))
    built = build(asked)
    assert [one.member_id for one in tell(asked, built, best(built))] == [2, 2, 2]
    locked = replace(asked, conditions=replace(asked.conditions, locks=((1, 1),)))
    assert contradiction(locked) == Contradiction(Wrong.LOCKED_STANDING, (1,), 1)
