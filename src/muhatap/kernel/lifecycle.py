"""A lifecycle is data: which state may follow which. Drawn into the docs, guarded by the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from muhatap.kernel.errors import IllegalMove

S = TypeVar("S", bound=models.TextChoices)
LIFECYCLES: dict[str, Lifecycle[models.TextChoices]] = {}


class Lifecycle(Generic[S]):
    """The states of one noun and the moves between them; `label` is `app.Model` of the table it guards."""

    def __init__(self, label: str, moves: Mapping[S, set[S]], *, column: str = "status") -> None:
        self.label = label
        self.column = column
        self.moves = dict(moves)
        states = set(self.moves) | {to for targets in self.moves.values() for to in targets}
        for state in states:
            self.moves.setdefault(state, set())
        LIFECYCLES[label] = self  # type: ignore[assignment]

    def may(self, current: str, to: S) -> bool:
        """Whether the move is allowed."""
        return any(state.value == current and to in targets for state, targets in self.moves.items())

    def move(self, current: str, to: S) -> S:
        """The new state after an allowed move. Raises: IllegalMove."""
        if not self.may(current, to):
            here = next((str(state.label) for state in self.moves if state.value == current), current)
            raise IllegalMove(
                _("This is “%(here)s” now, so it cannot become “%(there)s”. Reload the page to see where it stands.")
                % {"here": here, "there": to.label}
            )
        return to

    def ends(self) -> set[S]:
        """States from which nothing follows."""
        return {state for state, targets in self.moves.items() if not targets}
