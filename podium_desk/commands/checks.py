"""What `doctor` looks at: each check is a name, an outcome and what to do."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

from hardware.device_url import BadDeviceUrl, UnknownDevice
from hardware.printing.port import PrinterState
from hardware.registry import open_printer
from podium_desk.bootstrap import Device, FolderInUse, NotEnrolled, open_device
from podium_desk.commands.session import CLOCK_WARNING_S
from podium_desk.config import DataFolder
from podium_desk.i18n.words import Words
from podium_desk.resources import resource_path
from sync.exchange.session import own_logs
from sync.facts.fact import chain, chain_start
from sync.store.port import StoreFault

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
    except StoreFault as fault:
        advice = words("faults.replica_damaged", why=str(fault))
        return [Check(words("doctor.database"), False, advice), *found]
    try:
        return [
            _database(device, words), _chain(device, words), _key(folder, words),
            _clock(device, words), *_printer(device, words), *found,
        ]  # fmt: skip
    finally:
        device.close()


def _database(device: Device, words: Words) -> Check:
    try:
        row = device.work.replica.sql.row("PRAGMA integrity_check(1)")
        why = "" if row is None else str(row[0])
    except StoreFault as fault:
        why = str(fault)
    is_ok = why == "ok"
    advice = "" if is_ok else words("faults.replica_damaged", why=why)
    return Check(words("doctor.database"), is_ok, advice)


def _chain(device: Device, words: Words) -> Check:
    """Whether every fact this device wrote still stands in its chain."""
    sql = device.work.replica.sql
    for origin in own_logs(device.work.replica):
        previous = chain_start(origin)
        for header, kept in sql.rows(
            "SELECT header, hash FROM fact WHERE origin = ? ORDER BY seq", (origin,)
        ):
            previous = chain(previous, header)
            if previous != kept:
                advice = words("faults.replica_damaged", why=words("doctor.broken_chain"))
                return Check(words("doctor.chain"), False, advice)
    return Check(words("doctor.chain"), True)


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
    verified = "" if printer.verified_on_device else words("doctor.printer_unverified")
    name = " ".join(part for part in (words("doctor.printer"), verified) if part)
    return [Check(name, state is not PrinterState.ABSENT and state.can_print, advice)]


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
