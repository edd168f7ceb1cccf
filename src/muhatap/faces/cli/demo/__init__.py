"""The demo: a believable Turkish network, made by commands under a simulated clock, so that it is a possible world."""

from collections.abc import Callable

from muhatap.faces.cli.demo.logins import LOGINS

__all__ = ["LOGINS", "load_demo"]


def load_demo(progress: Callable[[str], None]) -> None:
    """Play the world from its first day to this morning."""
    # Loading needs Django's models; the list of logins does not.
    from muhatap.faces.cli.demo.loading import load_demo as play

    play(progress)
