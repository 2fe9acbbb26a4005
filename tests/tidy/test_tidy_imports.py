"""The import contracts hold, and they catch what they are there to catch."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PLACES = {
    "podium_desk": (
        "__main__ bootstrap config folder_lock kept_modules kept_patterns late_dataclass"
        " quick_enums resources worked_out"
    ),
    "podium_desk/application": "",
    "podium_desk/central": "",
    "podium_desk/commands": "",
    "podium_desk/documents": "",
    "podium_desk/domain": "",
    "podium_desk/i18n": "",
    "podium_desk/integrations": "",
    "podium_desk/integrations/uitpas": "client",
    "podium_desk/integrations/uitpas/simulator": "",
    "podium_desk/presentation": "",
    "podium_desk/proving": "",
    "podium_desk/replica": "",
    "podium_desk/ui": "",
    "podium_desk/ui/kit": "",
    "podium_desk/ui/screens": "",
    "podium_desk/ui/screens/counter": "",
    "podium_desk/ui/screens/door": "",
    "podium_desk/ui/screens/seatmap": "",
    "podium_desk/ui/shell": "",
    "sync": "",
    "sync/exchange": "client messages",
    "sync/facts": "",
    "sync/identity": "",
    "sync/records": "",
    "sync/rights": "",
    "sync/server": "service",
    "sync/simulation": "",
    "sync/snapshot": "",
    "sync/store": "port sqlite sqlite_copy postgresql postgresql_copy",
    "hardware": "registry device_url",
    "hardware/emulators": "",
    "hardware/printing": "port",
    "hardware/printing/drivers": "escpos simulator",
    "hardware/terminals/drivers": "",
    "hardware/scanning": "",
    "hardware/signals": "",
    "hardware/terminals": "",
    "hardware/transport": "",
}
ALLOWED = [
    ("podium_desk.ui.kit", "PySide6.QtWidgets"),
    ("podium_desk.bootstrap", "podium_desk.ui.shell"),
    ("podium_desk.ui.screens.counter", "podium_desk.ui.screens.seatmap"),
    ("podium_desk.bootstrap", "sync.store.sqlite"),
    ("podium_desk.central", "podium_desk.integrations.uitpas"),
    ("podium_desk.application", "sync.store.port"),
    ("podium_desk.application", "hardware.printing.port"),
    ("podium_desk.application", "hardware.registry"),
    ("hardware.registry", "hardware.printing.drivers.escpos"),
    ("hardware.printing.drivers.simulator", "hardware.emulators"),
    ("sync.server.service", "sync.exchange.messages"),
    ("sync.simulation", "sync.server"),
]
FORBIDDEN = [
    ("podium_desk.domain", "sqlite3"),
    ("podium_desk.domain", "time"),
    ("podium_desk.domain", "podium_desk.application"),
    ("podium_desk.application", "PySide6.QtCore"),
    ("podium_desk.presentation", "podium_desk.ui.kit"),
    ("podium_desk.application", "podium_desk.integrations.uitpas"),
    ("podium_desk.integrations", "podium_desk.replica"),
    ("podium_desk.integrations.uitpas.simulator", "podium_desk.integrations.uitpas.client"),
    ("podium_desk.application", "hardware.printing.drivers.escpos"),
    ("podium_desk.application", "sync.store.sqlite"),
    ("podium_desk.bootstrap", "sync.store.postgresql"),
    ("podium_desk.bootstrap", "sync.store.postgresql_copy"),
    ("podium_desk.central", "podium_desk.ui"),
    ("podium_desk.ui.screens.counter", "podium_desk.ui.screens.door"),
    ("podium_desk.ui.kit", "podium_desk.ui.shell"),
    ("sync.facts", "sync.server"),
    ("sync.exchange.client", "sync.server"),
    ("sync.server.service", "sync.exchange.client"),
    ("sync.server", "podium_desk.domain"),
    ("hardware.printing", "sync.facts"),
    ("hardware.printing", "hardware.scanning"),
    ("hardware.emulators", "hardware.printing.drivers.escpos"),
    ("hardware.printing.drivers.escpos", "hardware.emulators"),
]
JUNK_DRAWERS = ["podium_desk.utils", "sync.common", "hardware.misc", "podium_desk.ui.screens.base"]


def test_the_contracts_are_kept_by_a_tree_that_follows_them(tmp_path, checkout):
    grow(tmp_path, checkout, ALLOWED)
    result = lint(tmp_path)
    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


def test_every_violation_is_named(tmp_path, checkout):
    grow(tmp_path, checkout, [*ALLOWED, *FORBIDDEN], JUNK_DRAWERS)
    result = lint(tmp_path)
    assert result.returncode == 1
    report = result.stdout[result.stdout.index("Broken contracts\n") :]
    missed = [edge for edge in FORBIDDEN if not names(report, *edge)]
    missed += [drawer for drawer in JUNK_DRAWERS if drawer.rsplit(".", 1)[1] not in report]
    assert missed == [], report


@pytest.mark.parametrize("importer", ["hardware.printing", "podium_desk.domain"])
def test_a_forbidden_import_under_type_checking_or_in_a_function_counts_too(
    importer, tmp_path, checkout
):
    grow(tmp_path, checkout, [])
    path = tmp_path.joinpath(*importer.split("."), "__init__.py")
    path.write_text("def late():\n    import podium_desk.application\n")
    assert "podium_desk.application" in lint(tmp_path).stdout.split("Broken contracts\n")[-1]


def grow(root: Path, checkout: Path, edges: list[tuple[str, str]], more: list[str] = ()) -> None:
    """A tree with our contracts, in which each left name imports its right one."""
    shutil.copy(checkout / "pyproject.toml", root)
    for place, files in PLACES.items():
        folder = root / place
        folder.mkdir(parents=True, exist_ok=True)
        for name in ["__init__", *files.split()]:
            (folder / f"{name}.py").write_text("")
    for package in more:
        folder = root.joinpath(*package.split("."))
        folder.mkdir()
        (folder / "__init__.py").write_text("")
    for importer, imported in edges:
        path = root.joinpath(*importer.split("."))
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        path.write_text(path.read_text() + f"import {imported}\n")


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-cache"], cwd=root, capture_output=True, text=True, check=False, timeout=60,
        # Wide enough that no import is broken over two lines.
        env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip


def names(report: str, importer: str, imported: str) -> bool:
    """Whether the report holds this import, whose external side is cut to its top package."""
    return any(
        f"{importer} -> {target} (l." in report for target in (imported, imported.split(".")[0])
    )
