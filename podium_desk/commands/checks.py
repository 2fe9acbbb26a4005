"""What `doctor` looks at: each check is a name, an outcome and what to do."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Protocol

from hardware.device_url import BadDeviceUrl, DeviceUrlFault, UnknownDevice
from hardware.printing.port import PrinterState
from hardware.proven import WEDGE, driver_of, was_seen
from hardware.registry import open_frames, open_printer, open_scanner, open_terminal
from hardware.scanning.port import ScannerAbsent, ScannerGarbled
from hardware.signal_registry import open_board, open_pole
from hardware.terminals.port import TerminalFault
from podium_desk.application.devices_in_use import DeviceKind, addresses_of
from podium_desk.bootstrap import Device, database, open_device
from podium_desk.commands.output import store_fault_sentence
from podium_desk.commands.session import CLOCK_WARNING_S
from podium_desk.config import DataFolder, FolderInUse, IdentityDamaged, NotEnrolled, Settings
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass
from podium_desk.resources import resource_path
from sync.exchange.session import is_outdated
from sync.facts.fact import Fact
from sync.store.conservation import breaches
from sync.store.port import StoreDamaged, StoreFault
from sync.store.replica import Replica
from sync.store.rights import RightTable
from sync.store.schema import create_tables


class Closing(Protocol):
    """A device that was opened to see that its address means one."""

    def close(self) -> None:
        """Let it go."""


_RIGHTS = (
    "SELECT house, pool, unit, hop, holder, spent FROM unit_right ORDER BY house, pool, unit",
    "SELECT house, pool, unit, epoch, hop, holder, spent FROM former_right"
    " ORDER BY house, pool, unit, epoch",
    "SELECT * FROM amount ORDER BY house, pool, holder",
)
TERMINAL_S = 3.0
SCANNER_S = 0.2
_ADDRESSED: dict[DeviceKind, Callable[[str], Closing]] = {
    DeviceKind.CAMERA: open_frames,
    DeviceKind.SIGNALS: open_board,
    DeviceKind.POLE: open_pole,
}
_BY_THE_SCREEN = "qtcamera:"
"""Only a window opens it."""
DISK_FREE_MIN = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `advice` says what to do when it is not well."""

    name: str
    ok: bool
    advice: str = ""


def checks_of(folder: DataFolder, words: Words) -> list[Check]:
    """Every check on a device's folder, most important first."""
    found = [_disk(folder, words), _fonts(words)]
    try:
        device = open_device(folder.path)
    except NotEnrolled:
        return [Check(words("doctor.enrolled"), False, words("faults.not_enrolled")), *found]
    except FolderInUse:
        return [Check(words("doctor.folder"), False, words("faults.folder_in_use")), *found]
    except IdentityDamaged as fault:
        advice = words("faults.identity_damaged", why=str(fault))
        return [Check(words("doctor.enrolled"), False, advice), *found]
    except StoreFault as fault:
        _, advice = store_fault_sentence(fault, words)
        return [Check(words("doctor.database"), False, advice), *found]
    with contextlib.closing(device):
        return [
            _whole("database", _read_all, device, words), _whole("chain", _chain, device, words),
            _key(folder, words), _witness(device, words), _clock(device, words),
            *_printer(device, words), *_terminal(device, words),
            *_other_devices(device.settings, words), *found,
        ]  # fmt: skip


def is_damaged(folder: DataFolder) -> bool:
    """Whether this folder's replica must be begun anew.

    Raises `FolderFault`, `SettingsError`, and the faults of the disk that are no damage.
    """
    try:
        with contextlib.closing(open_device(folder.path)) as device:
            _read_all(device)
            _chain(device)
            return is_outdated(device.work.replica)
    except StoreDamaged:
        return True


def _whole(name: str, look: Callable[[Device], None], device: Device, words: Words) -> Check:
    try:
        look(device)
    except StoreFault as fault:
        return Check(words(f"doctor.{name}"), False, store_fault_sentence(fault, words)[1])
    return Check(words(f"doctor.{name}"), True)


def _read_all(device: Device) -> None:
    """Raise `StoreDamaged` when anything of the file or of the catalogue cannot be read."""
    row = device.work.replica.sql.row("PRAGMA integrity_check(1)")
    if row is None or row[0] != "ok":
        raise StoreDamaged(str(row and row[0]))
    catalogue = device.work.catalogue
    for performance in catalogue.performances().values():
        catalogue.plan_of(performance)
        catalogue.tariffs(performance)
    device.work.replica.devices.all()


def _chain(device: Device) -> None:
    """Raise `StoreDamaged` unless each fact stands in its chain and the rights follow from them."""
    sql = device.work.replica.sql
    with contextlib.closing(database(None)) as fresh:
        create_tables(fresh)
        rights = RightTable(fresh)
        for pool in sql.rows("SELECT house, pool, size, owner FROM pool"):
            rights.declare(*pool)
        for pool in sql.rows("SELECT house, pool, total, owner, maker FROM amount_pool"):
            rights.amounts.declare(*pool)
        for fact in _facts_that_count(device.work.replica):
            rights.hear(fact)
        wrong = breaches(sql)
        if wrong:
            raise StoreDamaged("; ".join(wrong))
        if any(fresh.rows(rows) != sql.rows(rows) for rows in _RIGHTS):
            raise StoreDamaged("the reserves are not those of the facts")


def _facts_that_count(replica: Replica) -> Iterator[Fact]:
    """Every fact of every log but those that were set aside."""
    for origin, house in replica.log.homes().items():
        aside = replica.rulings.seqs(house, origin, 1, replica.log.head(house, origin)[0])
        yield from (fact for fact in replica.log.facts(house, origin) if fact.seq not in aside)


def _witness(device: Device, words: Words) -> Check:
    """Whether there is a second memory that could show this one to be old."""
    own, witness = device.work.replica.own, device.work.replica.witness
    has_said = own is not None and device.work.replica.log.head(own.house, own.origin)[0] > 0
    is_there = not has_said or (witness is not None and witness.last() is not None)
    return Check(words("doctor.witness"), is_there, "" if is_there else words("doctor.no_witness"))


def _key(folder: DataFolder, words: Words) -> Check:
    is_private = os.name == "nt" or not folder.key.stat().st_mode & 0o077
    advice = "" if is_private else words("doctor.key_open", file=str(folder.key))
    return Check(words("doctor.key"), is_private, advice)


def _clock(device: Device, words: Words) -> Check:
    error_s = abs(device.work.clock.error_ms or 0) // 1000
    is_right = error_s <= CLOCK_WARNING_S
    advice = "" if is_right else words("faults.clock_off", minutes=error_s // 60)
    return Check(words("doctor.clock"), is_right, advice)


def _printer(device: Device, words: Words) -> list[Check]:
    url = device.settings.printer
    if not url:
        return []
    try:
        printer = open_printer(url)
    except (BadDeviceUrl, UnknownDevice) as error:
        advice = words("faults.printer_bad_url", url=url, why=str(error))
        return [Check(words("doctor.printer"), False, advice)]
    state = printer.state()
    printer.close()
    advice = "" if state.can_print else words(f"doctor.printer_{state.value}", url=url)
    advice = f"{advice} ({printer.why})" if printer.why else advice
    name = _with_proof(words("doctor.printer"), url, words)
    return [Check(name, state is not PrinterState.ABSENT and state.can_print, advice)]


def _terminal(device: Device, words: Words) -> list[Check]:
    """Asks a connected card terminal what it did last; nothing of a customer."""
    url = device.settings.terminal
    if not url:
        return []
    try:
        terminal = open_terminal(url)
    except (BadDeviceUrl, UnknownDevice) as error:
        advice = words("doctor.terminal_bad_url", url=url, why=str(error))
        return [Check(words("doctor.terminal"), False, advice)]
    advice = ""
    try:
        terminal.mark(TERMINAL_S)
    except TerminalFault as error:
        advice = words("doctor.terminal_away", url=url, why=str(error))
    finally:
        terminal.close()
    return [Check(_with_proof(words("doctor.terminal"), url, words), not advice, advice)]


def _other_devices(settings: Settings, words: Words) -> list[Check]:
    """Scanners, readers, camera, relays and pole display: whether their addresses mean something,
    and of scanners and readers whether they are there. Nothing is switched or shown."""
    return [
        _other_device(kind, url, words)
        for kind, url in addresses_of(settings)
        if url and kind in (*_ADDRESSED, DeviceKind.SCANNER)
    ]


def _other_device(kind: DeviceKind, url: str, words: Words) -> Check:
    named, driver = words(f"device_status.kind_{kind.value}"), driver_of(url)
    if driver is not None:
        named = _with_proof(f"{named} {driver.name}", url, words)
    try:
        advice = _scanner_advice(url, words) if kind is DeviceKind.SCANNER else ""
        if kind in _ADDRESSED and not url.startswith(_BY_THE_SCREEN):
            _ADDRESSED[kind](url).close()
    except DeviceUrlFault as error:
        advice = words("doctor.device_bad_url", url=url, why=error.why)
    return Check(named, not advice, advice)


def _scanner_advice(url: str, words: Words) -> str:
    """What to do where it cannot be reached; raises `DeviceUrlFault`."""
    if url == WEDGE:
        return ""
    with contextlib.closing(open_scanner(url)) as scanner, contextlib.suppress(ScannerGarbled):
        try:
            scanner.next_code(SCANNER_S)
        except ScannerAbsent as error:
            return words("doctor.scanner_away", why=str(error))
    return ""


def _with_proof(name: str, url: str, words: Words) -> str:
    """The name, and that its driver was never seen on the real device where that is so."""
    return name if was_seen(url) else f"{name} {words('doctor.printer_unverified')}"


def _disk(folder: DataFolder, words: Words) -> Check:
    free = shutil.disk_usage(folder.path if folder.path.exists() else folder.path.parent).free
    is_enough = free >= DISK_FREE_MIN
    advice = "" if is_enough else words("doctor.disk_low", megabytes=free // (1024 * 1024))
    return Check(words("doctor.disk"), is_enough, advice)


def _fonts(words: Words) -> Check:
    try:
        resource_path("fonts", "AtkinsonHyperlegibleNext-400.ttf")
    except FileNotFoundError as error:
        return Check(words("doctor.fonts"), False, str(error))
    return Check(words("doctor.fonts"), True)
