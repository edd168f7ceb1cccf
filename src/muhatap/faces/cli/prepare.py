"""Prepare a database: migrations, the wall, reference data. Each step bears being run twice."""

from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command

from muhatap.kernel import walling


def prepare_database(progress: Callable[[str], None] = lambda line: None) -> None:
    """Bring the connected database to this version: tables, wall, reference data."""
    progress("tables")
    call_command("migrate", interactive=False, verbosity=0)
    progress("wall")
    walling.apply()
    progress("reference data")
    load_reference_data()


def load_reference_data() -> None:
    """Load the data sets of `muhatap/data` that are new or changed."""
    from muhatap.catalogue.loading import load_all

    load_all()
