import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from muhatap.faces.cli import check, main, testing
from muhatap.faces.cli.refusals import CannotRun, one_line


def use(monkeypatch: pytest.MonkeyPatch, does: object) -> None:
    """Put one command in the table that does what the test wants."""
    monkeypatch.setitem(sys.modules, "pretended_command", SimpleNamespace(main=does))
    monkeypatch.setattr(main.Command, "exists", True)
    monkeypatch.setattr(main, "COMMANDS", (main.Command("now", "do it", "pretended_command"),))


def test_help_lists_what_exists_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main([]) == 0
    told = capsys.readouterr().out
    assert "\n  test     run the tests on a throwaway database\n" in told
    for command in main.COMMANDS:
        assert (f"\n  {command.name:<8} {command.does}" in told) is command.exists


def test_a_command_whose_module_is_missing_does_not_exist() -> None:
    assert main.Command("x", "", "muhatap.faces.cli.nowhere").exists is False
    assert main.Command("x", "", "muhatap.faces.cli.testing", "muhatap.faces.cli.nowhere").exists is False
    assert main.Command("x", "", "muhatap.faces.cli.testing").exists is True


def test_an_unknown_command_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["fly"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("muhatap: there is no command 'fly'; known are ")
    assert told.err.count("\n") == 1


def test_the_words_after_the_command_are_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[list[str]] = []
    use(monkeypatch, lambda words: heard.append(words) or 3)
    assert main.main(["now", "--fast", "x"]) == 3
    assert heard == [["--fast", "x"]]


def test_a_refusal_is_one_line_and_exit_1(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(words: list[str]) -> int:
        raise CannotRun("No room.")

    use(monkeypatch, refuse)
    assert main.main(["now"]) == 1
    assert capsys.readouterr().err == "muhatap: No room.\n"


def test_an_interruption_is_one_line_and_exit_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(words: list[str]) -> int:
        raise KeyboardInterrupt

    use(monkeypatch, interrupted)
    assert main.main(["now"]) == 130
    assert capsys.readouterr().err == "muhatap: interrupted.\n"


def test_one_line_is_the_telling_one() -> None:
    assert one_line("starting\nFATAL:  no space\n\nhint: clean up\n") == "FATAL:  no space"
    assert one_line("a\nb\n") == "b"
    assert one_line("\n") == "it said nothing"


def test_chromium_is_found_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testing, "BROWSER_FILES", ())
    assert testing.find_browser({"PATH": str(tmp_path)}) is None
    browser = tmp_path / "chromium-browser"
    browser.touch(mode=0o755)
    assert testing.find_browser({"PATH": str(tmp_path)}) == str(browser)
    assert testing.find_browser({"PATH": "", "MUHATAP_CHROMIUM": str(browser)}) == str(browser)
    assert testing.find_browser({"PATH": str(tmp_path), "MUHATAP_CHROMIUM": str(tmp_path / "no")}) is None


def test_tests_run_on_every_core_unless_the_caller_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 6)
    by_file = ["--dist", "loadfile", "--no-loadscope-reorder"]
    assert testing.pytest_words(["tests/kernel", "-x"]) == ["-n", "6", *by_file, "tests/kernel", "-x"]
    assert testing.pytest_words(["-n0", "-x"]) == ["-n0", "-x"]
    assert testing.pytest_words(["-n", "1"]) == ["-n", "1"]


def test_a_step_that_passes_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    step = check.Step("quiet", [sys.executable, "-c", "print('noise')"])
    assert check.passes(step, {}) is True
    told = capfd.readouterr().out
    assert told.startswith("quiet                ok ")
    assert told.count("\n") == 1


def test_a_step_that_fails_shows_what_it_said(capfd: pytest.CaptureFixture[str]) -> None:
    step = check.Step("loud", [sys.executable, "-c", "print('the reason'); raise SystemExit(1)"])
    assert check.passes(step, {}) is False
    told = capfd.readouterr().out
    assert told.startswith("loud                 FAILED ")
    assert "\nthe reason\n" in told


def test_the_gate_asks_about_translations_once_they_can_be_checked(tmp_path: Path) -> None:
    before = [step.name for step in check.steps(tmp_path)]
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "translate").touch()
    assert [step.name for step in check.steps(tmp_path)] == [*before, "translations"]
    assert before[:5] == ["format", "ruff", "mypy", "import contracts", "migrations"]
