"""Long statements are planned once per connection and answer like any other."""

import pytest
from django.db import connection, transaction

from muhatap.kernel.statements import _KNOWN, run_planned

SUM = "SELECT sum(one)::int FROM unnest(%(ones)s) AS one WHERE one %% 2 = %(rest)s"
TYPES = {"ones": "bigint[]", "rest": "integer"}


def answer(*ones: int, rest: int) -> int | None:
    """The sum of those with this rest, by the statement that is planned once."""
    with connection.cursor() as cursor:
        run_planned(cursor, "test_sum_of_some", SUM, TYPES, {"ones": list(ones), "rest": rest})
        found: int | None = cursor.fetchone()[0]
        return found


def plans() -> int:
    """How often the statement is known to this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = 'test_sum_of_some'")
        found: int = cursor.fetchone()[0]
        return found


@pytest.mark.django_db
def test_a_statement_is_planned_once_and_outlives_what_is_undone() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert answer(1, 2, 3, 4, rest=0) == 6
        raise ZeroDivisionError
    assert plans() == 1
    assert [answer(1, 2, 3, 4, rest=1), answer(rest=1), answer(5, rest=1)] == [4, None, 5]
    assert plans() == 1


@pytest.mark.django_db
def test_another_connection_plans_for_itself() -> None:
    assert answer(7, rest=1) == 7
    other = connection.copy()
    try:
        other.connect()
        assert "test_sum_of_some" in _KNOWN[connection.connection]
        assert other.connection not in _KNOWN
    finally:
        other.close()
