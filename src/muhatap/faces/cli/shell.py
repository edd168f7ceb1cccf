"""`./muhatap shell`: a Python shell on Muhatap's database, for developers."""

from collections.abc import Sequence

from django.core.management import execute_from_command_line


def main(words: Sequence[str]) -> int:
    """Open Django's shell as the database's owner."""
    execute_from_command_line(["./muhatap", "shell", *words])
    return 0
