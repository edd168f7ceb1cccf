"""The anticipated outcomes of a command besides success: refusals, and what the actor may not do."""

from __future__ import annotations


class Refusal(Exception):
    """The business says no, in a sentence a person can act on.

    `field` names the input the sentence belongs to, where there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    @property
    def code(self) -> str:
        """Stable code of this refusal for machines: its class name."""
        return type(self).__name__


class Forbidden(Exception):
    """The actor has no permission for this act."""


class IllegalMove(Refusal):
    """The lifecycle does not allow this change of state."""


class InvalidInput(Refusal):
    """A value is missing or cannot be right."""
