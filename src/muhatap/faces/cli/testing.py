"""`./muhatap test`: all tests, on a database cluster that exists for this run alone."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from muhatap.faces.cli.cluster import throwaway
from muhatap.faces.cli.environment import DATABASE_NAME, ROOT, process_environment, refuse_unfit_server
from muhatap.faces.cli.supervise import interruptible

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
BROWSER_FILES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def main(words: Sequence[str]) -> int:
    """Run pytest with these words; returns its exit code. Raises: CannotRun without a database."""
    browser = find_browser(os.environ)
    if browser is None:
        places = ", ".join((*BROWSERS, *BROWSER_FILES))
        print(f"Browser tests are not run: no Chromium found (MUHATAP_CHROMIUM, {places}).", flush=True)
    with interruptible(), tempfile.TemporaryDirectory(prefix="muhatap-test-") as data, _server() as url:
        env = process_environment("owner", url, Path(data))
        env["PYTHONPATH"] = str(ROOT / "src")
        _prepare_template(env)
        if browser is not None:
            env["MUHATAP_CHROMIUM"] = browser
        return _pytest(pytest_words(words), env)


def find_browser(env: Mapping[str, str]) -> str | None:
    """Path of the Chromium the browser tests drive; None where there is none."""
    named = env.get("MUHATAP_CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    for name in BROWSERS:
        found = shutil.which(name, path=env.get("PATH"))
        if found:
            return found
    return next((file for file in BROWSER_FILES if os.access(file, os.X_OK)), None)


def pytest_words(words: Sequence[str]) -> list[str]:
    """The words for pytest: one worker per core unless the caller says how many.

    A file stays in one process (browser tests share a house), and files begin in their order, the longest early.
    """
    chosen = any(word.startswith(("-n", "--numprocesses", "--pdb", "-pno:xdist")) for word in words)
    return (
        list(words)
        if chosen
        else ["-n", str(os.cpu_count() or 1), "--dist", "loadfile", "--no-loadscope-reorder", *words]
    )


@contextmanager
def _server() -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    if given:
        refuse_unfit_server(given)
        yield given
        return
    with throwaway() as cluster:
        cluster.ensure_database(DATABASE_NAME)
        yield cluster.owner_url(DATABASE_NAME)


def _prepare_template(env: dict[str, str]) -> None:
    """Prepare the database once; every test process copies it, which takes a second instead of a minute."""
    words = "import django; django.setup(); from muhatap.faces.cli.prepare import prepare_database as p; p()"
    code = subprocess.call([sys.executable, "-c", words], cwd=ROOT, env=env)
    if code == 0:
        env["MUHATAP_TEST_TEMPLATE"] = urlsplit(env["DATABASE_URL"]).path.lstrip("/")


def _pytest(words: Sequence[str], env: Mapping[str, str]) -> int:
    """Run pytest in the foreground; an interruption reaches it too and it is waited for."""
    process = subprocess.Popen([sys.executable, "-m", "pytest", *words], cwd=ROOT, env=dict(env))
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
