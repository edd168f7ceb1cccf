"""`./muhatap check`: the gate every change passes; each step a line, every failure shown."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from muhatap.faces.cli.cluster import throwaway
from muhatap.faces.cli.environment import DATABASE_NAME, ROOT, process_environment
from muhatap.faces.cli.refusals import CannotRun
from muhatap.faces.cli.supervise import interruptible

PLACES = ("src", "tests", "scripts")
CONCISE = ("--output-format", "concise")


@dataclass(frozen=True)
class Step:
    """One question the gate asks, as a program that answers by its exit code."""

    name: str
    argv: Sequence[str]


def main(words: Sequence[str]) -> int:
    """Run every step; 0 when all pass, 1 otherwise. Raises: CannotRun."""
    if words:
        raise CannotRun(f"check takes no {words[0]!r}.")
    began = time.monotonic()
    with interruptible(), throwaway() as cluster:
        cluster.ensure_database(DATABASE_NAME)
        env = process_environment("owner", cluster.owner_url(DATABASE_NAME), cluster.data_dir)
        env["PYTHONPATH"] = str(ROOT / "src")
        failed = [step.name for step in steps(ROOT) if not passes(step, env)]
    seconds = time.monotonic() - began
    if failed:
        print(f"check: {', '.join(failed)} failed ({seconds:.0f} s).")
        return 1
    print(f"check: everything passes ({seconds:.0f} s).")
    return 0


def steps(root: Path) -> Iterator[Step]:
    """The steps in their order; one for generated documents and translations as far as these exist."""
    places = [place for place in PLACES if (root / place).is_dir()]
    python = sys.executable
    yield Step("format", [python, "-m", "ruff", "format", "--check", *CONCISE, *places])
    yield Step("ruff", [python, "-m", "ruff", "check", *CONCISE, *places])
    yield Step("mypy", [python, "-m", "mypy", "src"])
    yield Step("import contracts", [str(Path(python).with_name("lint-imports"))])
    yield Step("migrations", [python, "-m", "django", "makemigrations", "--check", "--dry-run"])
    if find_spec("muhatap.faces.cli.docs") is not None:
        yield Step("generated documents", [python, "-m", "muhatap", "docs", "--check"])
    if (root / "scripts" / "translate").exists():
        yield Step("translations", [python, "scripts/translate", "--check"])


def passes(step: Step, env: Mapping[str, str]) -> bool:
    """Run one step and print its line; its own output only where it fails."""
    began = time.monotonic()
    done = subprocess.run(
        step.argv, cwd=ROOT, env=dict(env), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{step.name:<20} {verdict:<7} {time.monotonic() - began:6.1f} s", flush=True)
    if done.returncode != 0:
        sys.stdout.flush()
        os.write(sys.stdout.fileno(), done.stdout + b"\n")
    return done.returncode == 0
