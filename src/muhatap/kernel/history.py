"""History of rows that carry a term, a price, a document or a result: every change kept by triggers, bulk and raw SQL too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

M = TypeVar("M", bound=models.Model)


def tracked(model: type[M]) -> type[M]:
    """Keep every version of this model's rows.

    The row's inserting transaction (`xmin`) leads to the journal entry that says who changed it and why, so no
    context is written beside each statement.
    """
    track: Callable[[type[M]], type[M]] = pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), context_field=None, append_only=False
    )
    return track(model)


def install() -> None:
    """Install the triggers of every tracked model; those that are there already stay."""
    pgtrigger.install()
