"""Posting: what the books take, what they refuse, and what the database refuses whoever asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.errors import Forbidden
from muhatap.kernel.periods import Period
from muhatap.kernel.wall import standing_at
from muhatap.ledger import commands, reads
from muhatap.ledger.models import Entry, Posting
from muhatap.ledger.rules import Draft, credit, debit
from tests.given import ledger as given

MONTH = Period.month(2026, 2)


def test_an_entry_stands_in_the_books_with_its_legs(desk: Actor) -> None:
    entry = given.posted(desk, 120_000)

    shown = reads.entry(desk, entry_id=entry.pk)

    assert shown.number == "YV-2026-000001"
    assert [(leg.account, leg.debit.minor, leg.credit.minor) for leg in shown.postings] == [
        ("770", 120_000, 0),
        ("102", 0, 120_000),
    ]


@pytest.mark.parametrize(
    ("legs", "refusal"),
    [
        ((debit("770", 100), credit("102", 99)), commands.NotBalanced),
        ((debit("770", 100),), commands.TooFewPostings),
        ((debit("770", 100), credit("102", 100), debit("191", 0)), commands.ZeroPosting),
        ((debit("770", 100), credit("999", 100)), commands.UnknownAccount),
    ],
)
def test_an_unsound_entry_is_refused_and_nothing_is_written(desk: Actor, legs: Any, refusal: Any) -> None:
    with pytest.raises(refusal):
        commands.post(desk, drafts=[given.draft(), Draft(given.DAY, "Kira", "test", 1, legs)])

    assert Entry.objects.count() == 0
    assert Posting.objects.count() == 0


def test_nobody_posts_without_the_permission(desk: Actor) -> None:
    with pytest.raises(Forbidden):
        commands.post(replace(desk, permissions=frozenset({"ledger.see"})), drafts=[given.draft()])

    assert Entry.objects.count() == 0


def _refused(statement: str, *values: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


NEW_ENTRY = (
    "INSERT INTO ledger_entry (number, day, currency, text, source_kind, source_id, previous_hash, hash)"
    " VALUES ('YV-X', '2026-02-10', 'TRY', '', 'test', 1, '', '') RETURNING id"
)
LEG = "INSERT INTO ledger_posting (entry_id, position, account_id, amount) VALUES ({entry}, %s, '102', %s)"


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE ledger_posting SET amount = 1",
        "UPDATE ledger_entry SET text = 'x'",
        "DELETE FROM ledger_posting",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_posting, ledger_entry CASCADE",
        NEW_ENTRY,
        f"WITH e AS ({NEW_ENTRY}) INSERT INTO ledger_posting (entry_id, position, account_id, amount)"
        " SELECT id, 1, '102', 5 FROM e UNION ALL SELECT id, 2, '100', -4 FROM e",
        f"WITH e AS ({NEW_ENTRY}) INSERT INTO ledger_posting (entry_id, position, account_id, amount)"
        " SELECT id, 1, '102', 0 FROM e UNION ALL SELECT id, 2, '100', 0 FROM e",
        f"WITH e AS ({NEW_ENTRY}) INSERT INTO ledger_posting (entry_id, position, account_id, amount)"
        " SELECT id, 1, '102', 5 FROM e",
    ],
)
@pytest.mark.parametrize("as_owner", [True, False])
def test_the_database_refuses_it_even_from_its_owner(desk: Actor, attack: str, as_owner: bool) -> None:
    given.posted(desk)
    before = list(Posting.objects.values_list("pk", "amount"))
    if as_owner:
        _refused(attack)
    else:
        with standing_at(Audience.DESK, party_id=None, user_id=desk.user_id):
            _refused(attack)

    assert list(Posting.objects.values_list("pk", "amount")) == before
    assert Entry.objects.count() == 1


def test_balanced_legs_cannot_be_added_to_an_entry_of_an_earlier_transaction(
    committed_db: None,
) -> None:
    with connection.cursor() as cursor:
        with transaction.atomic():
            cursor.execute(NEW_ENTRY)
            entry = cursor.fetchone()[0]
            cursor.execute(f"{LEG.format(entry=entry)}, ({entry}, 2, '100', -5)", [1, 5])
        with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
            cursor.execute(f"{LEG.format(entry=entry)}, ({entry}, 4, '100', -5)", [3, 5])
        cursor.execute("SELECT count(*) FROM ledger_posting")
        assert cursor.fetchone() == (2,)


def test_a_portal_has_no_way_into_the_books(desk: Actor, customer_a: Actor) -> None:
    given.posted(desk)
    for side in (Audience.CUSTOMER, Audience.MEMBER, Audience.PUBLIC):
        with standing_at(side, party_id=customer_a.party_id, user_id=customer_a.user_id):
            _refused("SELECT * FROM ledger_posting")
            _refused("SELECT * FROM ledger_entry")
    with pytest.raises(Forbidden):
        reads.trial_balance(replace(customer_a, permissions=frozenset()), period=MONTH)


def test_the_trial_balance_is_equal_on_both_sides(desk: Actor) -> None:
    given.posted(desk, 120_000)
    given.posted(desk, 30_050, day=date(2026, 2, 28))
    given.posted(desk, 999, day=date(2026, 3, 1))

    balance = reads.trial_balance(desk, period=MONTH)

    assert [(row.code, row.debit.minor, row.credit.minor, row.balance.minor) for row in balance.rows] == [
        ("102", 0, 150_050, -150_050),
        ("770", 150_050, 0, 150_050),
    ]
    assert balance.balanced
    assert balance.debit.minor == 150_050
    lines = reads.trial_balance_csv(desk, period=MONTH).decode("utf-8-sig").splitlines()
    assert lines[1:-1] == [
        "102;Bankalar;0,00;1500,50;0,00;1500,50;TRY",
        "770;Genel Yönetim Giderleri;1500,50;0,00;1500,50;0,00;TRY",
    ]
    assert lines[-1].split(";")[2:] == ["1500,50", "1500,50", "1500,50", "1500,50", "TRY"]


def test_an_account_statement_runs_from_its_opening_balance(desk: Actor) -> None:
    given.posted(desk, 100, day=date(2026, 1, 31))
    given.posted(desk, 200)

    statement = reads.account_statement(desk, code="102", period=MONTH)

    assert statement.opening.minor == -100
    assert [(row.credit.minor, row.balance.minor) for row in statement.rows] == [(200, -300)]
    assert statement.closing.minor == -300
