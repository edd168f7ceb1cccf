"""The plan is the best there is: against every choice of small rounds, counted by hand."""

from __future__ import annotations

import gzip
import itertools
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muhatap.sourcing.rules.optimum import solving
from muhatap.sourcing.rules.optimum.greedy import by_regret, one_by_one
from muhatap.sourcing.rules.optimum.instances import NotAnInstance, read_instance
from muhatap.sourcing.rules.optimum.model import build
from muhatap.sourcing.rules.optimum.neighbourhoods import Search
from muhatap.sourcing.rules.optimum.problem import OPEN, Choice, Problem, floats, ints
from muhatap.sourcing.rules.optimum.relaxation import relax
from muhatap.sourcing.rules.optimum.solving import solve
from muhatap.sourcing.rules.optimum.storing import store, stored
from muhatap.sourcing.rules.optimum.synthetic import synthetic

# Two members, three lines: the first is cheap but takes only two lines; both cost something to engage.
SMALL = Problem(
    lines=3,
    members=2,
    pair_line=ints([0, 1, 2, 0, 1, 2]),
    pair_member=ints([0, 0, 0, 1, 1, 1]),
    pair_cost=floats([10, 10, 10, 12, 13, 20]),
    engage=floats([5, 4]),
    row_member=ints([0, 1]),
    row_capacity=floats([2, 3]),
    use_pair=ints(range(6)),
    use_row=ints([0, 0, 0, 1, 1, 1]),
    use_amount=floats([1] * 6),
)


@st.composite
def rounds(draw: st.DrawFn) -> Problem:
    """Small rounds with every kind of condition: prices, engagement, capacities, lines that may stay open."""
    lines, members = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    money = st.integers(0, 50)
    pairs = [(line, member) for line in range(lines) for member in range(members) if draw(st.booleans())]
    return Problem(
        lines=lines,
        members=members,
        pair_line=ints([line for line, _ in pairs]),
        pair_member=ints([member for _, member in pairs]),
        pair_cost=floats([draw(money) for _ in pairs]),
        engage=floats([draw(money) for _ in range(members)]),
        row_member=ints(range(members)),
        row_capacity=floats([draw(st.integers(0, 6)) for _ in range(members)]),
        use_pair=ints(range(len(pairs))),
        use_row=ints([member for _, member in pairs]),
        use_amount=floats([draw(st.integers(1, 4)) for _ in pairs]),
        open_cost=floats([draw(st.integers(60, 200)) for _ in range(lines)]),
        least_members=0,
    )


def by_counting(problem: Problem) -> float:
    """The least cost over every possible choice."""
    options = [[OPEN, *problem.pairs_of(line).tolist()] for line in range(problem.lines)]
    choices = (Choice(ints(each)) for each in itertools.product(*options))
    return min(choice.cost(problem) for choice in choices if not choice.wrong(problem))


def of_model(problem: Problem, *, strong: bool) -> float:
    """What the whole model comes to."""
    model = build(problem, strong=None if strong else ints([]))
    solver = model.highs()
    solver.run()
    choice = model.choice_of(problem, np.array(solver.getSolution().col_value))
    assert choice.wrong(problem) == []
    return choice.cost(problem)


@settings(max_examples=60, deadline=None)
@given(rounds())
def test_the_model_finds_what_counting_finds(problem: Problem) -> None:
    exact = by_counting(problem)
    assert of_model(problem, strong=True) == pytest.approx(exact)
    assert of_model(problem, strong=False) == pytest.approx(exact)


@settings(max_examples=60, deadline=None)
@given(rounds())
def test_no_plan_beats_the_bound_and_no_pair_costs_less_than_it_says(problem: Problem) -> None:
    if not problem.pairs:
        return
    relaxed = relax(problem, seconds=5)
    assert relaxed is not None
    exact = by_counting(problem)
    assert relaxed.bound <= exact + 1e-6
    for pair in range(problem.pairs):
        others = [one for one in range(problem.pairs) if problem.pair_line[one] != problem.pair_line[pair]]
        forced = ints(sorted([*others, pair]))
        dear = problem.open_cost.copy()
        dear[problem.pair_line[pair]] = 10_000
        with_it = by_counting(replace(problem.only(forced), open_cost=dear))
        assert relaxed.bound + relaxed.reduced[pair] <= with_it + 1e-6


@settings(max_examples=25, deadline=None)
@given(rounds())
def test_the_search_ends_at_a_plan_that_is_no_worse_than_its_start(problem: Problem) -> None:
    start = one_by_one(problem)
    heard: list[float] = []
    exact = by_counting(problem)
    search = Search(problem, start, problem.pair_cost, lambda choice, cost: heard.append(cost))
    best = search.run(time.monotonic() + 0.3, until=lambda cost: cost <= exact + 1e-6)
    assert best.wrong(problem) == []
    assert best.cost(problem) == pytest.approx(search.cost)
    assert heard == sorted(heard, reverse=True)
    assert search.cost <= start.cost(problem)


def test_the_person_pays_for_engagements_it_does_not_see() -> None:
    # Line by line the first member is cheapest until it is full: two engagements.
    assert one_by_one(SMALL).cost(SMALL) == 10 + 10 + 20 + 5 + 4
    # With the dear third line given first, the last one pays less for coming late.
    assert by_regret(SMALL).cost(SMALL) == 12 + 10 + 10 + 5 + 4


def test_solving_proves_the_optimum() -> None:
    solved = solve(SMALL, seconds=20)
    assert (solved.status, solved.cost) == ("proven", 41.0)
    assert solved.bound == pytest.approx(41.0)
    assert solved.choice.wrong(SMALL) == []
    assert solved.solver.startswith("HiGHS ")
    assert solved.open_lines == []


def test_a_solver_that_dies_leaves_the_plan_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "WORKER", "muhatap.no_such_module")
    solved = solve(SMALL, seconds=20)
    assert solved.choice.wrong(SMALL) == []
    assert (solved.status, solved.cost) == ("gap", 41.0)
    assert sorted(solved.faults) == ["search ended without an answer", "whole ended without an answer"]


def test_a_line_nobody_can_take_is_named() -> None:
    # The second line asks for more than anybody has; leaving it open counts as 100.
    problem = replace(SMALL, use_amount=floats([1, 9, 1, 1, 9, 1]), open_cost=floats([100, 100, 100]))
    solved = solve(problem, seconds=20)
    assert (solved.open_lines, solved.status, solved.cost) == ([1], "proven", 125.0)


def test_where_no_line_may_stay_open_there_is_no_plan() -> None:
    solved = solve(replace(SMALL, row_capacity=floats([1, 1])), seconds=20)
    assert solved.status == "infeasible"
    assert len(solved.open_lines) == 1


def test_a_wrong_choice_says_what_is_wrong() -> None:
    assert Choice(ints([0, 1, 2])).wrong(SMALL) == ["capacity row 0 is exceeded"]
    assert Choice(ints([0, 0, 5])).wrong(SMALL) == ["a line is given a pair of another line"]
    assert Choice(ints([0, OPEN, 5])).wrong(SMALL) == ["a line is left open that may not be"]
    assert Choice(ints([3, 4, 5])).wrong(replace(SMALL, least_members=2)) == ["too few members are chosen"]


def test_the_same_inputs_have_the_same_hash(tmp_path: Path) -> None:
    store(SMALL, tmp_path / "one.npz")
    again = stored(tmp_path / "one.npz")
    assert again.sha256 == SMALL.sha256
    assert replace(SMALL, engage=floats([5, 5])).sha256 != SMALL.sha256
    assert synthetic(20, 10).sha256 == synthetic(20, 10).sha256


def test_instances_are_read_plain_and_gzipped(tmp_path: Path) -> None:
    text = "2 3\n2 5\n3 4\n1 1 1\n10 10 10\n12 13 20\n"
    (tmp_path / "small.txt").write_text(text)
    (tmp_path / "small.txt.gz").write_bytes(gzip.compress(text.encode()))
    for name in ("small.txt", "small.txt.gz"):
        assert by_counting(read_instance(tmp_path / name, "sscflp")) == 41.0
    (tmp_path / "gap.txt").write_text("2 2\n3 4\n5 1\n1 1\n1 1\n1 1\n")
    assert by_counting(read_instance(tmp_path / "gap.txt", "gap")) == 4.0


def test_a_file_that_ends_too_early_is_named(tmp_path: Path) -> None:
    (tmp_path / "cut.txt").write_text("2 3\n2 5\n3 4\n1 1")
    with pytest.raises(NotAnInstance, match=r"cut.txt: 13 numbers expected, 6 found"):
        read_instance(tmp_path / "cut.txt", "sscflp")
