"""Gapless numbers per series and year, taken under a row lock in the transaction that uses them (INV-29)."""

from __future__ import annotations

from django.db import connection


def next_number(series: str, year: int, *, width: int = 4) -> str:
    """The next number of a series, e.g. `MS-2026-0147`; a rolled back transaction gives it back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT muhatap_next_number(%s, %s)", [series, year])
        taken: int = cursor.fetchone()[0]
    return f"{series}-{year}-{taken:0{width}d}"


def next_invoice_number(prefix: str, year: int) -> str:
    """The next 16-character invoice number of a three-letter prefix (VUK GT 509, UBL-TR `ID`)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT muhatap_next_number(%s, %s)", [prefix, year])
        taken: int = cursor.fetchone()[0]
    return f"{prefix}{year}{taken:09d}"
