"""From starting the counter's program until somebody can work with it, against a bare window.

Each start is a process of its own, and tells by itself what was painted when
(`ui.shell.measured_start`): in a house with clerks the log-in, each digit of a PIN that is typed
at a person's pace as soon as that page is painted, and a key that the hall answers; in one without
the list and the hall, and such a key. Its CPU counts beside its time, since it is steadier on a
shared machine. How long the window stood still is looked for in starts of their own: to look every
other millisecond takes a part of the time that the others measure.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from podium_desk.application.pins import SALT_BYTES, pin_hash
from podium_desk.bootstrap import database
from podium_desk.config import DataFolder
from podium_desk.domain.ids import HouseId
from podium_desk.domain.staff import Clerk, StaffRole
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.figures import Figure
from podium_desk.proving.measures.window import NAME as BARE_WINDOW
from podium_desk.proving.measures.window import bare_window_painted, run_program
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.staff import CLERK, staff_shelf
from podium_desk.ui.shell.start_told import Moment, Told, moment_from_json
from sync.records.record import Record
from sync.store.records import RecordTable

STARTS = 9
GAP_STARTS = 5
_HOUSE = HouseId(1)
_PIN = "1234"
"""What `measured_start` types."""
_NAMES = ("An Peeters", "Fatima El Amrani", "Wout De Smet")


@dataclass(frozen=True, slots=True)
class _Start:
    """One start of ours, when it was begun, and how long a bare window beside it took."""

    begun_ns: int
    told: Told
    bare_ms: float
    bare_cpu_ms: float


def start_figures(kassa: Path) -> list[Figure]:
    """The starts of a counter and, in turn with each, of a bare window."""
    nobody, its_gaps = (
        _starts(kassa, "--first-hall"),
        _gaps("counter_first_key", kassa, "--first-hall"),
    )
    _take_staff(DataFolder(kassa).replica)
    # The first one keeps who may log in; those that follow show it before the data is open.
    with_pin = _starts(kassa, "--first-pin")
    return [
        *_against_bare("counter_log_in_painted", with_pin, lambda told: told.log_in),
        *_keys(with_pin),
        *_since_last_digit(with_pin),
        *_gaps("counter_log_in", kassa, "--first-pin"),
        *_against_bare("counter_hall_painted", nobody, lambda told: told.hall),
        *_against_bare("counter_first_key_answered", nobody, lambda told: told.answered),
        *its_gaps,
    ]


def _starts(kassa: Path, switch: str) -> list[_Start]:
    start = partial(_start, kassa, switch)
    start()
    return [_one(start) for _ in range(STARTS)]


def _start(kassa: Path, *switches: str) -> str:
    return run_program("-m", "podium_desk", "desk", str(kassa), *switches)


def _one(start: Callable[[], str]) -> _Start:
    bare_begun_ns = time.monotonic_ns()
    bare = moment_from_json(bare_window_painted())
    begun_ns = time.monotonic_ns()
    told = Told.from_json(start())
    return _Start(begun_ns, told, (bare.ns - bare_begun_ns) / 1e6, bare.cpu_ms)


def _against_bare(
    name: str, starts: list[_Start], moment: Callable[[Told], Moment]
) -> list[Figure]:
    wall = median((moment(one.told).ns - one.begun_ns) / 1e6 for one in starts)
    cpu = median(moment(one.told).cpu_ms for one in starts)
    base = median(one.bare_ms for one in starts)
    base_cpu = median(one.bare_cpu_ms for one in starts)
    n = len(starts)
    return [
        Figure(f"{name}_p50", wall, "ms", n, BARE_WINDOW, wall / base),
        Figure(f"{BARE_WINDOW}_p50", base, "ms", n, is_baseline=True),
        Figure(f"{name}_cpu", cpu, "ms CPU", n, BARE_WINDOW, cpu / base_cpu),
        Figure(f"{BARE_WINDOW}_cpu", base_cpu, "ms CPU", n, is_baseline=True),
    ]


def _keys(starts: list[_Start]) -> list[Figure]:
    """The key of a tile and a PIN's digits, each from its time to its paint; not the hall's."""
    wall = [ms for one in starts for ms in one.told.keys_ms[:-1]]
    cpu = [ms for one in starts for ms in one.told.keys_cpu_ms[:-1]]
    return _middle_and_worst("counter_log_in_key", wall, cpu)


def _since_last_digit(starts: list[_Start]) -> list[Figure]:
    """From a PIN's last digit until a key at the hall, pressed as soon as it is to be seen, was
    answered."""
    ends = [(one.told.answered, one.told.last_digit) for one in starts]
    wall = [(answered.ns - digit.ns) / 1e6 for answered, digit in ends]
    cpu = [answered.cpu_ms - digit.cpu_ms for answered, digit in ends]
    return _middle_and_worst("counter_log_in_to_answer", wall, cpu)


def _gaps(name: str, kassa: Path, switch: str) -> list[Figure]:
    """The longest gap of the event loop in each of some more starts."""
    told = [Told.from_json(_start(kassa, switch, "--gaps")) for _ in range(GAP_STARTS)]
    wall, cpu = [one.gap_ms for one in told], [one.gap_cpu_ms for one in told]
    return _middle_and_worst(f"{name}_gap", wall, cpu)


def _middle_and_worst(name: str, wall: list[float], cpu: list[float]) -> list[Figure]:
    return [
        Figure(f"{name}_p50", median(wall), "ms", len(wall)),
        Figure(f"{name}_worst", max(wall), "ms", len(wall)),
        Figure(f"{name}_cpu_p50", median(cpu), "ms CPU", len(cpu)),
        Figure(f"{name}_cpu_worst", max(cpu), "ms CPU", len(cpu)),
    ]


def _take_staff(replica: Path) -> None:
    """Three clerks of the house come to work at this counter."""
    sql = database(replica)
    try:
        with sql.transaction():
            table = RecordTable(sql)
            shelf = staff_shelf(_HOUSE)
            revision = table.revisions().get(shelf, 0)
            table.take([
                Record(shelf, CLERK, str(clerk.number), revision, record_to_bytes(clerk))
                for clerk in _staff()
            ])  # fmt: skip
    finally:
        sql.close()


def _staff() -> list[Clerk]:
    salt = secrets.token_bytes(SALT_BYTES)
    kept = pin_hash(_PIN, salt)
    return [
        Clerk(number, _HOUSE, name, StaffRole.SELLER, salt, kept)
        for number, name in enumerate(_NAMES, 1)
    ]
