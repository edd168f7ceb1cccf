"""The demo: a believable Turkish network, made by commands under a simulated clock, so that it is a possible world."""

from muhatap.faces.cli.demo.logins import LOGINS

__all__ = ["LOGINS", "load_demo"]


def __getattr__(name: str) -> object:
    # Loading needs Django's models; the list of logins does not.
    if name == "load_demo":
        from muhatap.faces.cli.demo.loading import load_demo

        return load_demo
    raise AttributeError(name)
