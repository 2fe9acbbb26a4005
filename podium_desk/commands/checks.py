"""What `doctor` looks at: each check is a name, an outcome and what to do."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator

from hardware.device_url import BadDeviceUrl, UnknownDevice
from hardware.printing.port import PrinterState
from hardware.proven import was_seen
from hardware.registry import open_printer, open_terminal
from hardware.terminals.port import TerminalFault
from podium_desk.bootstrap import Device, database, open_device
from podium_desk.commands.output import store_fault_sentence
from podium_desk.commands.session import CLOCK_WARNING_S
from podium_desk.config import DataFolder, FolderInUse, IdentityDamaged, NotEnrolled
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

_RIGHTS = (
    "SELECT house, pool, unit, hop, holder, spent FROM unit_right ORDER BY house, pool, unit",
    "SELECT house, pool, unit, epoch, hop, holder, spent FROM former_right"
    " ORDER BY house, pool, unit, epoch",
    "SELECT * FROM amount ORDER BY house, pool, holder",
)
TERMINAL_S = 3.0
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
            *_printer(device, words), *_terminal(device, words), *found,
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
    verified = "" if was_seen(url) else words("doctor.printer_unverified")
    name = " ".join(part for part in (words("doctor.printer"), verified) if part)
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
    verified = "" if was_seen(url) else words("doctor.printer_unverified")
    name = " ".join(part for part in (words("doctor.terminal"), verified) if part)
    return [Check(name, not advice, advice)]


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
