"""The outage drill on real data: it says what the door would do, and it leaves no trace."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from harness.door_evening import DoorEvening

from podium_desk.application.drilling import DrillCase, DrillReport
from podium_desk.commands.drill import report_as_data
from podium_desk.config import DataFolder, Settings
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.gates import Gate, GateDoor, GateId, IsolatedPolicy
from podium_desk.i18n.words import Words
from podium_desk.outage_drill import run_drill
from podium_desk.presentation.drill import report_lines
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import GATE


class Drilled(DoorEvening):
    """An evening whose door can be drilled: its data as it lies in a device's folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = DataFolder(folder / "deur1")

    def laid_out(self) -> Path:
        """The door's folder, as its program would leave it."""
        self.folder.path.mkdir()
        self.folder.membership.write_bytes(self.door.membership.to_bytes())
        self.folder.key.write_bytes(b"Deur 1".ljust(32, b"."))
        Settings().write(self.folder.settings)
        self.door.sql.run("VACUUM INTO ?", (str(self.folder.replica),))
        return self.folder.path

    def drill(self, **options) -> DrillReport:
        return run_drill(self.laid_out(), now_ms=self.cluster.clock, **options)


@pytest.fixture
def evening(tmp_path: Path) -> Drilled:
    evening = Drilled(tmp_path)
    evening.sells(6)
    return evening


def cases(report: DrillReport) -> dict[DrillCase, Counter]:
    found: dict[DrillCase, Counter] = {}
    for one in report.done.judged:
        found.setdefault(one.case, Counter())[one.verdict, one.reason] += 1
    return found


def test_each_kind_of_ticket_is_judged_by_the_door_itself(evening):
    evening.door.door.scan(evening.codes[0])
    found = cases(evening.drill())
    assert found == {
        DrillCase.TICKET: {
            (Verdict.ADMIT, None): 5, (Verdict.REFUSE, ScanReason.ALREADY_IN): 1,
        },
        DrillCase.FORGED: {(Verdict.REFUSE, ScanReason.FORGED): 1},
        DrillCase.TWICE: {(Verdict.REFUSE, ScanReason.ALREADY_IN): 1},
        DrillCase.CANCELLED: {(Verdict.REFUSE, ScanReason.CANCELLED): 1},
        DrillCase.UNHEARD: {(Verdict.ADMIT, None): 1},
    }  # fmt: skip


def test_afterwards_the_log_ends_as_it_did_and_no_scan_of_the_drill_stands_in_it(evening):
    report = evening.drill()
    head = evening.door.work.own_seq
    assert (report.head_before[0], report.head_after) == (head, report.head_before)
    assert report.is_untouched
    kept = {file.name for file in evening.folder.path.iterdir()}
    assert kept - {"replica.sqlite-wal", "replica.sqlite-shm"} == {
        "replica.sqlite", "membership", "device.key", "settings.toml",
    }  # fmt: skip


def test_it_can_be_stopped_and_says_how_far_it_came(evening):
    far: list[tuple[int, int]] = []
    report = evening.drill(progress=lambda *at: far.append(at), is_stopped=lambda: len(far) == 3)
    assert (far[-1], report.done.is_stopped, len(report.done.judged)) == ((3, 10), True, 3)


def test_it_says_in_words_what_would_happen(evening):
    evening.cluster.clock.pass_(minutes=7)
    lines = [line.text for line in report_lines(evening.drill(), Words("nl"))]
    told = "\n".join(lines)
    assert "6 tickets van de 6 van vanavond beoordeeld: 6 binnen" in told
    assert "Een vervalst ticket: geweigerd (vervalst)" in told
    assert "Een ticket dat na de uitval verkocht wordt: binnen" in told
    assert "7 min geleden" in told
    assert lines[-1].startswith("Er is niets geschreven")


def test_a_gate_that_asks_when_it_is_alone_is_told_as_such(evening):
    gate = Gate(
        GateId(1), evening.house, "Noord", doors=(GateDoor(evening.door.work.claims.device),),
        isolated=IsolatedPolicy.ASK,
    )  # fmt: skip
    record = (evening.house, GATE, "1", record_to_bytes(gate))
    evening.cluster.replica.write_records([record])
    evening.meet()
    data = report_as_data(evening.drill())
    assert (data["gate"], data["policy"], data["untouched"]) == ("Noord", "ask", True)
    (judged,) = [one for one in data["judged"] if one["case"] == "ticket"]
    assert (judged["verdict"], judged["reason"], judged["n"]) == ("ask", "isolated", 6)
    assert data["as_it_should"]


def test_a_door_without_tickets_is_told_to_connect_first(tmp_path):
    lines = report_lines(Drilled(tmp_path).drill(), Words("en"))
    assert lines[0].text.startswith("No ticket of tonight is known here")
