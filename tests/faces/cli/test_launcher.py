"""The shell script in front of everything, with a Python that only pretends to install."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

FAKE_PYTHON = r"""#!/bin/sh
# Pretends to be Python: notes what it is asked, makes an environment that holds itself, installs nothing.
echo "$*" >>"$FAKE/asked"
case "$1 ${2:-} ${3:-}" in
"-V "*) echo "Python ${FAKE_VERSION:-3.11.9}" ;;
"-c import sys; sys.exit"*) [ "${FAKE_VERSION:-3.11.9}" != 3.9.2 ] ;;
"-c import ensurepip"*) [ "${FAKE_LACKS_VENV:-}" != 1 ] ;;
"-c import sys; print"*) echo "3.11" ;;
"-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip "*)
    echo "Collecting Django==5.2"
    [ -z "${FAKE_PIP_SLOW:-}" ] || sleep "$FAKE_PIP_SLOW"
    [ -z "${FAKE_PIP_KILLS:-}" ] || kill -9 "$PPID"
    [ -z "${FAKE_PIP_SAYS:-}" ] || { echo "$FAKE_PIP_SAYS"; exit 1; }
    ;;
"-m muhatap "*) shift 2; echo "ran: $*; path $PYTHONPATH" ;;
*) exit 99 ;;
esac
"""


class Checkout:
    """A folder with the launcher and its locks, and a machine with the pretended Python."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.root = home / "checkout"
        self.root.mkdir()
        shutil.copy(ROOT / "muhatap", self.root / "muhatap")
        (self.root / "requirements.lock").write_text("Django==5.2 --hash=sha256:1\n")
        (self.root / "requirements-dev.lock").write_text("Django==5.2 --hash=sha256:1\npytest==9 --hash=sha256:2\n")
        self.bin = home / "bin"
        self.bin.mkdir()
        (self.bin / "python3").write_text(FAKE_PYTHON)
        (self.bin / "python3").chmod(0o755)
        for tool in (
            "sh",
            "cat",
            "cksum",
            "cp",
            "cut",
            "dirname",
            "grep",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "rmdir",
            "sed",
            "sleep",
            "tail",
            "tr",
        ):
            (self.bin / tool).symlink_to(str(shutil.which(tool)))

    def environment(self, more: dict[str, str]) -> dict[str, str]:
        return {"PATH": str(self.bin), "FAKE": str(self.home), **more}

    def run(self, *words: str, by: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        program = str(by or self.root / "muhatap")
        return subprocess.run(
            [program, *words],
            env=self.environment(more),
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )

    def installations(self) -> int:
        return sum(line.startswith("-m pip install") for line in self.asked())

    def asked(self) -> list[str]:
        file = self.home / "asked"
        return file.read_text().splitlines() if file.exists() else []

    def state(self) -> set[str]:
        return {path.name for path in self.root.iterdir()}


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_the_first_start_installs_and_hands_over(checkout: Checkout) -> None:
    done = checkout.run("up", "--port", "9000")
    assert done.returncode == 0
    assert done.stdout == f"ran: up --port 9000; path {checkout.root}/src\n"
    assert "Making .venv with Python 3.11.9" in done.stderr
    assert "Installing 1 packages" in done.stderr
    install = next(line for line in checkout.asked() if line.startswith("-m pip"))
    assert "--no-deps --require-hashes --only-binary :all:" in install
    assert checkout.state() == {"muhatap", "requirements.lock", "requirements-dev.lock", ".venv"}


def test_a_second_start_starts_python_once_only(checkout: Checkout) -> None:
    checkout.run("up")
    before = len(checkout.asked())
    done = checkout.run("up")
    assert (done.stdout, done.stderr) == (f"ran: up; path {checkout.root}/src\n", "")
    assert checkout.asked()[before:] == ["-m muhatap up"]


def test_tests_install_the_developers_packages_as_well(checkout: Checkout) -> None:
    checkout.run("up")
    assert checkout.installations() == 1
    checkout.run("test")
    assert checkout.installations() == 3
    checkout.run("check")
    checkout.run("up")
    checkout.run("story", MUHATAP_DEV="1")
    assert checkout.installations() == 3


def test_a_changed_lock_is_installed(checkout: Checkout) -> None:
    checkout.run("up")
    (checkout.root / "requirements.lock").write_text("Django==5.3 --hash=sha256:3\n")
    checkout.run("up")
    checkout.run("up")
    assert checkout.installations() == 2


def test_an_interrupted_installation_is_made_again_from_the_start(checkout: Checkout) -> None:
    broken = checkout.run("up", FAKE_PIP_KILLS="1")
    assert broken.returncode != 0
    assert (checkout.root / ".venv").is_dir()
    (checkout.root / ".venv" / "half").touch()
    done = checkout.run("up")
    assert done.returncode == 0
    assert done.stdout == f"ran: up; path {checkout.root}/src\n"
    assert not (checkout.root / ".venv" / "half").exists()
    assert checkout.state() == {"muhatap", "requirements.lock", "requirements-dev.lock", ".venv"}


def test_an_environment_whose_python_is_gone_is_made_again(checkout: Checkout) -> None:
    checkout.run("up")
    (checkout.root / ".venv" / "bin" / "python").unlink()
    assert checkout.run("up").returncode == 0
    assert checkout.installations() == 2


def test_it_finds_itself_through_links_from_any_folder(checkout: Checkout) -> None:
    link, second = checkout.home / "link", checkout.home / "second link"
    link.symlink_to("checkout/muhatap")
    second.symlink_to(link)
    assert checkout.run("up", by=second).stdout == f"ran: up; path {checkout.root}/src\n"


def test_words_with_blanks_stay_whole(checkout: Checkout) -> None:
    assert checkout.run("test", "-k", "a or b").returncode == 0
    assert checkout.asked()[-1] == "-m muhatap test -k a or b"


def test_a_python_too_old_is_refused_in_one_line_and_nothing_made(checkout: Checkout) -> None:
    done = checkout.run("up", FAKE_VERSION="3.9.2")
    assert done.returncode == 1
    assert done.stderr.startswith("muhatap: Python 3.11 or newer is needed; found Python 3.9.2. ")
    assert done.stderr.count("\n") == 1
    assert checkout.state() == {"muhatap", "requirements.lock", "requirements-dev.lock"}


def test_an_older_first_python_does_not_hide_a_newer_one(checkout: Checkout) -> None:
    newer = checkout.bin / "python3.12"
    newer.write_text(FAKE_PYTHON)
    newer.chmod(0o755)
    (checkout.bin / "python3").write_text("#!/bin/sh\nexit 1\n")
    assert checkout.run("up").returncode == 0


def test_a_python_without_venv_names_the_package_to_install(checkout: Checkout) -> None:
    done = checkout.run("up", FAKE_LACKS_VENV="1")
    assert done.returncode == 1
    assert done.stderr == (
        "muhatap: this Python has no venv; install it first (Debian, Ubuntu: apt-get install python3.11-venv).\n"
    )
    assert checkout.state() == {"muhatap", "requirements.lock", "requirements-dev.lock"}


def test_a_package_without_a_build_for_this_machine_is_named(checkout: Checkout) -> None:
    says = "ERROR: No matching distribution found for granian==2.8 (from -r requirements.lock)"
    done = checkout.run("up", FAKE_PIP_SAYS=says)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("muhatap: no ready-made build of granian==2.8 for this machine and Python; see ")
    assert not (checkout.root / ".venv" / ".muhatap-stamp").exists()
    assert not (checkout.root / ".venv.lock").exists()


def test_two_first_starts_at_once_install_once(checkout: Checkout) -> None:
    program = str(checkout.root / "muhatap")
    both = [
        subprocess.Popen(
            [program, "up"],
            env=checkout.environment({"FAKE_PIP_SLOW": "1"}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answers = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert [out for out, _ in answers] == [f"ran: up; path {checkout.root}/src\n"] * 2
    assert checkout.installations() == 1
    assert not (checkout.root / ".venv.lock").exists()


def test_the_lock_of_a_killed_installation_is_taken_away(checkout: Checkout) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    (checkout.root / ".venv.lock").mkdir()
    (checkout.root / ".venv.lock" / "owner").write_text(f"{gone.pid}\n")
    assert checkout.run("up").returncode == 0
    assert not (checkout.root / ".venv.lock").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_refused(checkout: Checkout) -> None:
    checkout.root.chmod(0o555)
    try:
        done = checkout.run("up")
    finally:
        checkout.root.chmod(0o755)
    assert done.returncode == 1
    assert done.stderr == f"muhatap: cannot write in {checkout.root}, where .venv has to be made.\n"
