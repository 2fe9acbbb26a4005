"""What runs in the simulation is what ships: shown by the lines that some runs went through."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RAN_AT_LEAST = {
    "podium_desk/application/selling.py": 85,
    "podium_desk/application/holding.py": 75,
    "podium_desk/application/after_sales.py": 80,
    "podium_desk/application/admission_holder.py": 75,
    "podium_desk/application/admitting.py": 75,
    "podium_desk/application/keeping.py": 75,
    "podium_desk/application/venue.py": 85,
    "podium_desk/application/venue_line.py": 75,
    "podium_desk/application/venue_policy.py": 75,
    "podium_desk/replica/claims.py": 90,
    "podium_desk/application/print_queue.py": 80,
    "podium_desk/central/policy.py": 75,
    "podium_desk/domain/admission.py": 70,
    "podium_desk/replica/projection.py": 75,
    "sync/exchange/peer_facts.py": 70,
    "sync/exchange/peer_service.py": 75,
    "sync/exchange/peer_session.py": 80,
    "sync/exchange/peer_trust.py": 60,
    "sync/exchange/session.py": 80,
    "sync/facts/run.py": 75,
    "sync/rights/rules.py": 75,
    "sync/server/service.py": 70,
    "sync/store/log.py": 65,
    "sync/store/replica.py": 70,
    "sync/store/rights.py": 65,
}
"""Per cent of the statements of each module."""


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    folder = tmp_path_factory.mktemp("coverage")
    data = f"--data-file={folder / 'data'}"
    cover = [sys.executable, "-m", "coverage"]
    for scenario in ("network", "keeper", "house_alone", "orders"):
        run = [*cover, "run", data, "--append", "--source=podium_desk,sync", "-m", "podium_desk",
               "simulate", "--seeds", "1..1", "--scenario", scenario, "--json"]  # fmt: skip
        subprocess.run(run, cwd=ROOT, check=True, capture_output=True, timeout=300)
    report = folder / "report.json"
    subprocess.run(
        [*cover, "json", data, "-o", str(report)],
        cwd=ROOT, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    files = json.loads(report.read_text())["files"]
    return {name: file["summary"]["percent_covered"] for name, file in files.items()}


def test_selling_admitting_exchange_server_and_projections_ran(covered: dict[str, float]) -> None:
    ran = {name: round(covered[name]) for name in RAN_AT_LEAST}
    print(ran)
    assert {name: per_cent for name, per_cent in ran.items() if per_cent < RAN_AT_LEAST[name]} == {}
