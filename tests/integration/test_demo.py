"""The demo is the main job: whole, on real files, with real windows driven offscreen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def demo_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "podium_desk", "demo", "--offscreen", "--output", str(output),
         "--json"],
        capture_output=True, text=True, timeout=240, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads((output / "report.json").read_text())
    return output


def test_every_check_of_the_evening_holds(demo_output: Path) -> None:
    report = json.loads((demo_output / "report.json").read_text())
    assert len(report["checks"]) >= 8
    assert [check for check in report["checks"] if not check["ok"]] == []


def test_a_ticket_goes_in_once_and_is_refused_at_both_doors_after_that(demo_output: Path) -> None:
    scans = json.loads((demo_output / "report.json").read_text())["scans"]
    first = scans[0]["ticket"]
    answers = [(scan["door"], scan["verdict"]) for scan in scans if scan["ticket"] == first]
    assert answers == [("Deur 1", "admit"), ("Deur 1", "refuse"), ("Deur 2", "refuse")]


def test_tickets_are_sold_with_and_without_the_line(demo_output: Path) -> None:
    sales = json.loads((demo_output / "report.json").read_text())["sales"]
    assert {sale["offline"] for sale in sales} == {True, False}
    assert {sale["data"] for sale in sales} == {"kassa1", "kassa2", "toerisme"}


def test_a_pass_is_taken_too(demo_output: Path) -> None:
    checks = json.loads((demo_output / "report.json").read_text())["checks"]
    taken = [check["ok"] for check in checks if "pass" in check["name"]]
    assert taken == [True]


def test_pictures_and_papers_are_left(demo_output: Path) -> None:
    report = json.loads((demo_output / "report.json").read_text())
    assert all((demo_output / picture).stat().st_size > 1000 for picture in report["pictures"])
    tickets = [ticket["id"] for sale in report["sales"] for ticket in sale["tickets"]]
    for ticket in tickets:
        (pdf,) = (demo_output / "papers").glob(f"*-{ticket}.pdf")
        assert pdf.read_bytes().startswith(b"%PDF")


def test_without_internet_the_devices_of_a_house_hear_each_other(tmp_path: Path) -> None:
    """Real folders, sockets and TLS: a place from the main counter, a ticket at two doors."""
    done = subprocess.run(
        [sys.executable, "-m", "podium_desk", "demo", "--offscreen", "--network", "lan",
         "--output", str(tmp_path), "--json"],
        capture_output=True, text=True, timeout=240, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    checks = {check["name"]: check["ok"] for check in json.loads(done.stdout)["checks"]}
    assert checks["a counter sells a place that the main counter gave it"]
    assert all(checks.values())
