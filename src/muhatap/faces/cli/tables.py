"""Making the tables of an empty database in seconds: migrations whose state is not drawn anew at every step."""

from __future__ import annotations

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class LeanState(ProjectState):
    """The models as of a migration; one that changes is drawn anew, those that point to it only when they are read.

    Django draws every neighbour again, and in this house everything is a neighbour of a party: nine tenths of the
    time from nothing to the tables. A statement for a table needs that table's model and the columns it points to.
    Whoever reads through models in a migration gets all of them drawn anew (`is_delayed`), as after any delayed change.
    """

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        """Draw one model anew. Renamed models go the long way (`reload_models`)."""
        if "apps" in self.__dict__:
            self.is_delayed = True
            self._reload({(app_label, model_name)})  # type: ignore[attr-defined]  # undocumented

    def clone(self) -> ProjectState:
        """A copy that is as lean."""
        copy = super().clone()
        copy.__class__ = LeanState
        return copy


class LeanExecutor(MigrationExecutor):
    """Runs migrations on lean states."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:
        state: ProjectState = super()._create_project_state(  # type: ignore[misc]  # undocumented
            with_applied_migrations=with_applied_migrations
        )
        state.__class__ = LeanState
        return state


def make_tables() -> None:
    """Bring the tables of the connected database to this version."""
    before = vars(migrate)["MigrationExecutor"]
    vars(migrate)["MigrationExecutor"] = LeanExecutor
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        vars(migrate)["MigrationExecutor"] = before
