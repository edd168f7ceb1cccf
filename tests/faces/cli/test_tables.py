"""The short way through the migrations says to the database what Django's own way says."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from muhatap.faces.cli.tables import LeanExecutor, LeanState

# Packages at the bottom of the house: with a renamed model, changed fields and all kinds of references.
BOTTOM = {"kernel", "accounts", "parties", "catalogue"}


def statements_of(executor: MigrationExecutor) -> list[str]:
    """What the migrations of the lowest packages say to an empty database, from the first to the last."""
    state = executor._create_project_state()
    said: list[str] = []
    assert state.apps is not None  # drawn before the first step, as the executor does
    ends = [end for end in executor.loader.graph.leaf_nodes() if end[0] in BOTTOM]
    for migration, _back in executor.migration_plan(ends, clean_start=True):
        with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
            state = migration.apply(state, editor, collect_sql=True)
        said += [str(statement) for statement in editor.collected_sql]
    return said


@pytest.mark.django_db
def test_both_ways_say_the_same() -> None:
    lean = statements_of(LeanExecutor(connection))
    assert len([line for line in lean if line.startswith("CREATE TABLE")]) > 10
    assert lean == statements_of(MigrationExecutor(connection))


@pytest.mark.django_db
def test_who_reads_models_in_a_migration_gets_them_drawn_anew() -> None:
    state = LeanExecutor(connection)._create_project_state(with_applied_migrations=True)
    assert isinstance(state, LeanState)
    assert isinstance(state.clone(), LeanState)
    before = state.apps.get_model("parties", "Location")
    state.alter_model_options("parties", "party", {"verbose_name": "firm"})
    assert state.apps.get_model("parties", "Party")._meta.verbose_name == "firm"
    assert state.apps.get_model("parties", "Location") is before
    state.clear_delayed_apps_cache()
    assert state.apps.get_model("parties", "Location") is not before
    assert state.apps.get_model("parties", "Location").customer.field.related_model is state.apps.get_model(
        "parties", "Party"
    )
