"""The browser assets are the recorded copies, load nothing from outside, and stay small."""

from __future__ import annotations

import json
import re
import shutil
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
STATIC = "src/muhatap/faces/web/static"


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, looking at a copy of the assets."""
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    loader = SourceFileLoader("vendor", str(ROOT / "scripts" / "vendor"))
    spec = spec_from_loader("vendor", loader)
    assert spec is not None
    module = module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "vendor", module)
    loader.exec_module(module)
    for folder in (f"{STATIC}/vendor", "tests/browser/vendor"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "RECORD", tmp_path / STATIC / "vendor" / "vendor.json")
    return module


def faults(vendor: ModuleType) -> list[str]:
    found: list[str] = vendor.faults(json.loads(vendor.RECORD.read_text()))
    return found


def test_every_asset_is_the_recorded_copy(vendor: ModuleType) -> None:
    assert faults(vendor) == []


def test_a_changed_a_missing_and_a_foreign_file_are_named(vendor: ModuleType) -> None:
    folder = vendor.ROOT / STATIC / "vendor"
    (folder / "htmx" / "htmx.min.js").write_text("alert(1)")
    (folder / "inter" / "LICENSE").unlink()
    (folder / "extra.js").write_text("")
    assert faults(vendor) == [
        f"{STATIC}/vendor/htmx/htmx.min.js is not the recorded copy",
        f"{STATIC}/vendor/inter/LICENSE is missing",
        f"{STATIC}/vendor/extra.js is not recorded",
    ]


def test_a_stylesheet_that_reaches_outside_is_refused(vendor: ModuleType, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.css"
    sheet.write_text("a{background:url(//elsewhere.test/a.png)}")
    with pytest.raises(vendor.Broken, match=r"^x\.css would load \['//elsewhere\.test/a\.png\)\}'\]$"):
        vendor.prepare(sheet, "x.css")


def test_the_source_map_that_is_not_shipped_is_not_asked_for(vendor: ModuleType) -> None:
    assert vendor.without_source_map(b"a{}\n/*# sourceMappingURL=a.css.map */\n") == b"a{}\n"


def test_our_own_styles_load_only_what_is_shipped() -> None:
    for sheet in sorted((ROOT / STATIC / "muhatap").glob("*.css")):
        for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text()):
            assert (sheet.parent / address).resolve().is_file(), address
        assert "@import" not in sheet.read_text()
