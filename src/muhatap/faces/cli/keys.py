"""The secrets of one data directory: made at the first start, random, readable by their owner alone."""

import json
import os
import secrets
from pathlib import Path

from muhatap.faces.cli.refusals import CannotRun

FILE_NAME = "secrets.json"


def new_secret() -> str:
    """A random secret of 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


class Keys:
    """Passwords of the database's logins and the signing key, kept in `<data>/secrets.json` (0600)."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / FILE_NAME
        self._kept = self._read()

    def has(self, name: str) -> bool:
        """Whether a secret of this name was made before."""
        return name in self._kept

    def get(self, name: str) -> str:
        """The secret of this name; made and written to disk the first time it is asked for."""
        if name not in self._kept:
            self.keep(name, new_secret())
        return self._kept[name]

    def keep(self, name: str, value: str) -> None:
        """Write a secret to disk under this name."""
        self._kept[name] = value
        self._write()

    def _read(self) -> dict[str, str]:
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        except OSError as problem:
            raise CannotRun(f"The secrets in {self.path} cannot be read: {problem.strerror}.") from problem
        try:
            kept = json.loads(text)
        except ValueError as problem:
            raise CannotRun(f"The secrets in {self.path} are damaged; restore that file or remove it.") from problem
        return {str(name): str(value) for name, value in kept.items()}

    def _write(self) -> None:
        """Replace the file in one step: a crash leaves the old secrets or the new ones, never half."""
        new = self.path.with_suffix(".new")
        new.unlink(missing_ok=True)
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(self._kept, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)
