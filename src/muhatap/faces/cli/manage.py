"""`./muhatap manage ...`: Django's own commands on Muhatap's database, for developers."""

from collections.abc import Sequence

from django.core.management import execute_from_command_line


def main(words: Sequence[str]) -> int:
    """Run one of Django's commands as the database's owner."""
    execute_from_command_line(["./muhatap manage", *words])
    return 0
