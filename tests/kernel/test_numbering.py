"""Numbers are gapless per series and year, also when transactions race and fail (INV-29)."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from muhatap.kernel.numbering import next_invoice_number, next_number


@pytest.mark.django_db
def test_each_series_and_year_counts_for_itself() -> None:
    assert [next_number("MS", 2026), next_number("MS", 2026), next_number("MS", 2027), next_number("TL", 2026)] == [
        "MS-2026-0001",
        "MS-2026-0002",
        "MS-2027-0001",
        "TL-2026-0001",
    ]


@pytest.mark.django_db
def test_an_invoice_number_has_sixteen_characters() -> None:
    assert next_invoice_number("NKF", 2026) == "NKF2026000000001"


@pytest.mark.django_db
def test_a_rolled_back_transaction_gives_its_number_back() -> None:
    next_number("MS", 2026)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        next_number("MS", 2026)
        raise ZeroDivisionError
    assert next_number("MS", 2026) == "MS-2026-0002"


def test_racing_takers_leave_no_gap_and_no_double(committed_db: None) -> None:
    taken: list[str] = []

    def take() -> None:
        try:
            for turn in range(10):
                try:
                    with transaction.atomic():
                        number = next_number("YS", 2026)
                        if turn % 3 == 2:
                            raise ZeroDivisionError
                    taken.append(number)
                except ZeroDivisionError:
                    continue
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [f"YS-2026-{n:04d}" for n in range(1, 29)]
