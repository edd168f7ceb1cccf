"""The terminal's table of commands. Django is loaded by the commands that need it, not here."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Literal

from muhatap.faces.cli.refusals import CannotRun


@dataclass(frozen=True)
class Command:
    """One word of the terminal: a module with `main(words) -> exit code`.

    `login` opens the database of the data directory first, as its owner or as the worker.
    """

    name: str
    does: str
    module: str
    needs: str = ""
    login: Literal["owner", "worker", ""] = ""

    @property
    def exists(self) -> bool:
        """Whether everything the command stands on is there."""
        return find_spec(self.module) is not None and (not self.needs or find_spec(self.needs) is not None)


HERE = "muhatap.faces.cli"
COMMANDS = (
    Command("up", "start everything: database, the four faces, the worker", f"{HERE}.up", f"{HERE}.prepare"),
    Command("test", "run the tests on a throwaway database", f"{HERE}.testing"),
    Command("check", "run the whole gate: format, types, contracts, migrations, documents", f"{HERE}.check"),
    Command("story", "play the eleven steps on a scratch database", f"{HERE}.story"),
    Command("demo", "load the demo into the database", f"{HERE}.loading", f"{HERE}.demo", "owner"),
    Command("bench", "measure speed and load", f"{HERE}.bench"),
    Command("prove", "prove that every promise is backed", f"{HERE}.prove", "", "owner"),
    Command("verify", "check every invariant of the data", f"{HERE}.verify", "", "owner"),
    Command("migrate", "bring the database to this version", f"{HERE}.migrate", f"{HERE}.prepare", "owner"),
    Command("worker", "run the worker alone", f"{HERE}.worker", "", "worker"),
    Command("shell", "a Python shell on the database, for developers", f"{HERE}.shell", "", "owner"),
    Command("manage", "Django's own commands on the database, for developers", f"{HERE}.manage", "", "owner"),
    Command("docs", "write the generated documents", f"{HERE}.docs"),
)


def main(words: Sequence[str]) -> int:
    """Run the command the words name.

    Returns the exit code: 0 done, 1 refused, 2 not understood, 130 interrupted.
    """
    known = {command.name: command for command in COMMANDS if command.exists}
    if not words or words[0] in ("-h", "--help", "help"):
        print(_usage(known))
        return 0
    command = known.get(words[0])
    if command is None:
        print(f"muhatap: there is no command {words[0]!r}; known are {', '.join(known)}.", file=sys.stderr)
        return 2
    try:
        return _run(command, list(words[1:]))
    except CannotRun as refusal:
        print(f"muhatap: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("muhatap: interrupted.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def _run(command: Command, words: list[str]) -> int:
    if not command.login:
        return int(import_module(command.module).main(words))
    from muhatap.faces.cli.environment import opened, take_data

    data_dir, rest = take_data(words)
    with opened(data_dir, command.login):
        return int(import_module(command.module).main(rest))


def _usage(known: dict[str, Command]) -> str:
    lines = ["Muhatap: the one you deal with.", "", "usage: ./muhatap COMMAND [options]", ""]
    lines += [f"  {command.name:<8} {command.does}" for command in known.values()]
    return "\n".join(lines)
