"""Prepare a database: migrations, the wall, reference data. Each step bears being run twice."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from muhatap.faces.cli.tables import make_tables
from muhatap.kernel import walling
from muhatap.roles import PACKAGES


def prepare_database(progress: Callable[[str], None] = lambda line: None) -> None:
    """Bring the connected database to this version: tables, wall, reference data."""
    progress("tables")
    make_tables()
    progress("wall")
    walling.apply()
    progress("reference data")
    load_reference_data()


def load_reference_data() -> None:
    """Load what each package brings along (`<package>/loading.py`), in the order of the house, where it changed."""
    for package in PACKAGES:
        if find_spec(f"muhatap.{package}.loading"):
            import_module(f"muhatap.{package}.loading").load_all()
