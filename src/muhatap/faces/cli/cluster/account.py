"""Which user of this machine the database runs as, and what that user can reach.

PostgreSQL refuses to run as root. Under root it therefore gets a user number of its own that nobody else has,
without a new user being made and without a permission outside the data directory being changed.
"""

import grp
import os
import pwd
import subprocess
import sys
from pathlib import Path

from muhatap.faces.cli.refusals import CannotRun

FIRST_FREE_NUMBER = 54329
LAST_FREE_NUMBER = 60000
"""Above what distributions give to people and services, below 65536 so that containers have it too."""


def account_for(cluster_dir: Path) -> int | None:
    """User number the database of this directory runs as; None when not root: the present user then.

    Raises: CannotRun when the directory belongs to another user.
    """
    owner = cluster_dir.stat().st_uid if cluster_dir.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise CannotRun(f"The database in {cluster_dir} belongs to another user (number {owner}).")
        return None
    return owner or _free_number()


def _free_number() -> int:
    for number in range(FIRST_FREE_NUMBER, LAST_FREE_NUMBER):
        try:
            pwd.getpwuid(number)
        except KeyError:
            try:
                grp.getgrgid(number)
            except KeyError:
                return number
    raise CannotRun("No free user number was found for the database to run as.")


def named_account() -> int:
    """Number of an unprivileged user that has a name: initdb insists on one, the server itself does not."""
    for name in ("nobody", "daemon"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    for entry in pwd.getpwall():
        if entry.pw_uid != 0:
            return entry.pw_uid
    raise CannotRun("This machine names no unprivileged user, which PostgreSQL's initdb needs.")


def can_enter(folder: Path, account: int | None) -> bool:
    """Whether the account can walk to the folder from the root of the file system."""
    if account is None:
        return os.access(folder, os.X_OK)
    asked = subprocess.run(
        ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)],
        user=account,
        group=account,
        extra_groups=[],
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return asked.returncode == 0


def name_for(folder: Path, account: int | None) -> str:
    """How a database program started inside `folder` must call that folder.

    Below a folder the account may not enter (/root is the usual one) the full path is closed to it, but
    its own working directory is not: Linux opens that by /proc/self/cwd without walking the path.
    Raises: CannotRun where the system has no such name.
    """
    if can_enter(folder, account):
        return str(folder)
    if sys.platform.startswith("linux"):
        return "/proc/self/cwd"
    raise CannotRun(f"The database's user cannot enter {folder}; choose a --data it can reach, or do not run as root.")


def give(folder: Path, account: int | None) -> None:
    """Make the account the owner of the folder and everything in it."""
    if account is None:
        return
    os.chown(folder, account, account)
    for path in folder.rglob("*"):
        os.lchown(path, account, account)
