import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from muhatap.faces.cli.holding import hold, holder
from muhatap.faces.cli.keys import Keys
from muhatap.faces.cli.refusals import CannotRun


def test_a_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    made = Keys(tmp_path).get("secret_key")
    assert len(made) == 43
    assert Keys(tmp_path).get("secret_key") == made
    assert Keys(tmp_path).get("another") != made


def test_secrets_are_readable_by_their_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Keys(tmp_path).get("secret_key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [tmp_path / "secrets.json"]


def test_damaged_secrets_are_refused_and_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{half")
    with pytest.raises(CannotRun, match=r"secrets\.json are damaged"):
        Keys(tmp_path)
    assert (tmp_path / "secrets.json").read_text() == "{half"


def test_nobody_holds_a_new_data_directory_and_asking_makes_nothing(tmp_path: Path) -> None:
    assert holder(tmp_path / "var") is None
    assert list(tmp_path.iterdir()) == []


def test_a_second_start_on_the_same_data_is_refused_in_one_line(tmp_path: Path) -> None:
    with hold(tmp_path):
        assert holder(tmp_path) == os.getpid()
        with pytest.raises(CannotRun, match=rf"^Muhatap already runs on .* \(process {os.getpid()}\); stop it"):
            hold(tmp_path).__enter__()
        assert holder(tmp_path) == os.getpid()
    assert holder(tmp_path) is None


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    script = (
        "import os, signal; from pathlib import Path; from muhatap.faces.cli.holding import hold\n"
        f"with hold(Path({str(tmp_path)!r})): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script], check=False)
    assert killed.returncode == -9
    assert holder(tmp_path) is None
    with hold(tmp_path):
        assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_secrets_are_plain_json(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    keys.keep("b", "2")
    keys.keep("a", "1")
    assert json.loads((tmp_path / "secrets.json").read_text()) == {"a": "1", "b": "2"}
