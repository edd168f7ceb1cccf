"""The one decorator around every change of state: permission, one transaction, retry after a deadlock."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

from muhatap.kernel.actors import Actor, Permission
from muhatap.kernel.errors import Forbidden

P = ParamSpec("P")
R = TypeVar("R")
RETRIES = 3
# serialization_failure and deadlock_detected: the database asks for another try.
TRY_AGAIN = {"40001", "40P01"}


@dataclass(frozen=True, slots=True)
class CommandInfo:
    """What the house knows of one command: where it lives, its name, the permission it asks for."""

    module: str
    name: str
    permission: str


COMMANDS: dict[str, CommandInfo] = {}


def command(
    permission: Permission,
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make a function a command: it asks for `permission` and runs in one transaction.

    Raises: Forbidden when the actor does not hold the permission.
    """

    def decorate(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        info = CommandInfo(function.__module__, function.__name__, str(permission))
        COMMANDS[f"{info.module}.{info.name}"] = info

        @functools.wraps(function)
        def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not actor.may(permission):
                raise Forbidden(str(permission))
            return _in_one_transaction(lambda: function(actor, *args, **kwargs))

        return run

    return decorate


Item = TypeVar("Item", bound=Hashable)
Late = tuple[list[Any], Callable[[list[Any]], object]]
_LEFT: ContextVar[dict[str, Late] | None] = ContextVar("left for the end", default=None)


# A consequence that is refused refuses its cause: within one, commands need no savepoint of their own.
_CONSEQUENCE: ContextVar[bool] = ContextVar("drawing a consequence", default=False)


@contextmanager
def drawing_consequences() -> Iterator[None]:
    """What is commanded inside stands or falls with what caused it."""
    token = _CONSEQUENCE.set(connection.in_atomic_block)
    try:
        yield
    finally:
        _CONSEQUENCE.reset(token)


def at_the_end(name: str, item: Item, work: Callable[[list[Item]], object]) -> None:
    """Do `work` once with all items of this name at the end of the running command, in its transaction.

    For consequences that many facts of one command have in common: they look at what the command left behind.
    Outside of a command it is done at once.
    """
    left = _LEFT.get()
    if left is None:
        work([item])
    else:
        left.setdefault(name, ([], work))[0].append(item)


def each_at_the_end(name: str, item: Item, work: Callable[[Item], object]) -> None:
    """Do `work` for an item once at the end of the running command, however often its facts name the item."""

    def for_each(items: list[Item]) -> None:
        for one in items:
            work(one)

    at_the_end(name, item, for_each)


def with_the_end(work: Callable[[], R]) -> R:
    """Run `work` and, when it is the outermost command, what was left for its end; refused work leaves nothing."""
    around = _LEFT.get()
    left: dict[str, Late] = {}
    token = _LEFT.set(left)
    try:
        result = work()
        if around is None:
            with drawing_consequences():
                while left:
                    items, late = left.pop(next(iter(left)))
                    late(list(dict.fromkeys(items)))
    finally:
        _LEFT.reset(token)
    if around is not None:
        for name, (items, late) in left.items():
            around.setdefault(name, ([], late))[0].extend(items)
    return result


def _in_one_transaction(work: Callable[[], R]) -> R:
    """Run `work` atomically; an outermost transaction lost to a deadlock is tried again."""
    outermost = not connection.in_atomic_block
    for attempt in range(1, RETRIES + 1):
        try:
            with transaction.atomic(savepoint=not _CONSEQUENCE.get()):
                return with_the_end(work)
        except OperationalError as error:
            state = getattr(error.__cause__, "sqlstate", None)
            if not outermost or state not in TRY_AGAIN or attempt == RETRIES:
                raise
    raise AssertionError("unreachable: the loop returns or raises")


def ask(actor: Actor, permission: Permission) -> None:
    """Refuse an actor who does not hold the permission (reads). Raises: Forbidden."""
    if not actor.may(permission):
        raise Forbidden(str(permission))
