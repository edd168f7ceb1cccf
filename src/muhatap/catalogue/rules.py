"""What a parameter's value is: a number where it reads as one."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation


def number_of(value: str) -> Decimal | None:
    """The number a value is; None for words and for anything that is not finite."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
