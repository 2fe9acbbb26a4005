"""A print queue of Windows: raw bytes through the spooler, past the printer's driver.

Written from Microsoft's pages of the print spooler (winspool.h) and **never run on Windows**: what
decides is in `WindowsQueue` and tested, the calls themselves in `SpoolerCalls` are not. They ask
a service of the same machine and have no deadline of their own.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Protocol

from hardware.transport.spool import Progress, SpoolMute, SpoolRefused

_REASONS = {
    0x0000_0001: "paused",
    0x0000_0002: "other-error",
    0x0000_0008: "media-jam",
    0x0000_0010: "media-empty",
    0x0000_0080: "offline",
    0x0000_1000: "offline",
    0x0010_0000: "other-error",
    0x0040_0000: "cover-open",
}
"""PRINTER_STATUS_… of winspool.h."""
_JOB_DELETING, _JOB_DELETED, _JOB_PRINTED, _JOB_COMPLETE = 0x4, 0x100, 0x80, 0x1000
_JOB_CONTROL_DELETE = 5


class Calls(Protocol):
    """The spooler's calls that are needed; each raises `OSError`."""

    def status(self, printer: str) -> int:
        """Return the printer's PRINTER_STATUS_… bits."""
        ...

    def print_raw(self, printer: str, title: str, data: bytes) -> tuple[int, int]:
        """Spool one document; return its job and how many bytes were taken."""
        ...

    def job_status(self, printer: str, job: int) -> int | None:
        """Return a job's JOB_STATUS_… bits, None when the spooler knows it no more."""
        ...

    def delete_job(self, printer: str, job: int) -> None:
        """Take a job out of the queue."""
        ...


@dataclass(frozen=True, slots=True)
class WindowsQueue:
    """The printer `name` of Windows, spoken to through `calls`."""

    name: str
    calls: Calls

    def reasons(self, timeout_s: float) -> frozenset[str]:  # noqa: ARG002 - see the module
        """What Windows says of the printer; most drivers tell it nothing."""
        try:
            status = self.calls.status(self.name)
        except OSError as error:
            raise SpoolRefused(self.name, str(error)) from error
        return frozenset(reason for bit, reason in _REASONS.items() if status & bit)

    def submit(self, data: bytes, title: str, timeout_s: float) -> str:
        """Spool a job; half a one is taken out again."""
        try:
            job, taken_bytes = self.calls.print_raw(self.name, title, data)
        except OSError as error:
            raise SpoolRefused(self.name, str(error)) from error
        if taken_bytes < len(data):
            self.cancel(str(job), timeout_s)
            raise SpoolMute(self.name, f"took {taken_bytes} of {len(data)} bytes")
        return str(job)

    def progress(self, job: str, timeout_s: float) -> Progress:  # noqa: ARG002
        """Windows forgets a job once it is printed, unless it is told to keep it."""
        try:
            status = self.calls.job_status(self.name, int(job))
        except OSError as error:
            raise SpoolMute(self.name, str(error)) from error
        if status is None or status & (_JOB_PRINTED | _JOB_COMPLETE):
            return Progress.DONE
        return Progress.FAILED if status & (_JOB_DELETING | _JOB_DELETED) else Progress.WAITING

    def cancel(self, job: str, timeout_s: float) -> None:  # noqa: ARG002
        """Take the job out of the queue."""
        try:
            self.calls.delete_job(self.name, int(job))
        except OSError as error:
            raise SpoolMute(self.name, str(error)) from error


class _DocInfo(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_wchar_p), ("output", ctypes.c_wchar_p), ("datatype", ctypes.c_wchar_p),
    )  # fmt: skip


class SpoolerCalls:
    """The calls on Windows itself. Never run: see the module."""

    def __init__(self) -> None:
        load: Any = getattr(ctypes, "WinDLL", None)
        if load is None:
            raise OSError("this is not Windows")
        self._lib = load("winspool.drv", use_last_error=True)

    def status(self, printer: str) -> int:
        """PRINTER_INFO_6 is the status alone."""
        with _Opened(self._lib, printer) as handle:
            status, needed = ctypes.c_uint32(), ctypes.c_uint32()
            _check(self._lib.GetPrinterW(
                handle, 6, ctypes.byref(status), ctypes.sizeof(status), ctypes.byref(needed)
            ))  # fmt: skip
            return status.value

    def print_raw(self, printer: str, title: str, data: bytes) -> tuple[int, int]:
        """One document of one page of datatype RAW."""
        with _Opened(self._lib, printer) as handle:
            document = _DocInfo(title, None, "RAW")
            job = _check(self._lib.StartDocPrinterW(handle, 1, ctypes.byref(document)))
            taken = ctypes.c_uint32()
            _check(self._lib.StartPagePrinter(handle))
            _check(self._lib.WritePrinter(handle, data, len(data), ctypes.byref(taken)))
            _check(self._lib.EndPagePrinter(handle))
            _check(self._lib.EndDocPrinter(handle))
            return job, taken.value

    def job_status(self, printer: str, job: int) -> int | None:
        """JOB_INFO_1W: the status stands behind the job's number and six texts."""
        with _Opened(self._lib, printer) as handle:
            room, needed = ctypes.create_string_buffer(8192), ctypes.c_uint32()
            if not self._lib.GetJobW(handle, job, 1, room, len(room), ctypes.byref(needed)):
                return None
            return _JobInfo.from_buffer(room).status

    def delete_job(self, printer: str, job: int) -> None:
        """SetJob with JOB_CONTROL_DELETE."""
        with _Opened(self._lib, printer) as handle:
            _check(self._lib.SetJobW(handle, job, 0, None, _JOB_CONTROL_DELETE))


class _JobInfo(ctypes.Structure):
    _fields_ = (
        ("job", ctypes.c_uint32), ("printer", ctypes.c_void_p), ("machine", ctypes.c_void_p),
        ("user", ctypes.c_void_p), ("document", ctypes.c_void_p), ("datatype", ctypes.c_void_p),
        ("words", ctypes.c_void_p), ("status", ctypes.c_uint32),
    )  # fmt: skip
    status: int


class _Opened:
    """A printer's handle, as a context."""

    def __init__(self, lib: Any, printer: str) -> None:
        self._lib, self._handle = lib, ctypes.c_void_p()
        _check(lib.OpenPrinterW(printer, ctypes.byref(self._handle), None))

    def __enter__(self) -> ctypes.c_void_p:
        return self._handle

    def __exit__(self, *_error: object) -> None:
        self._lib.ClosePrinter(self._handle)


def _check(answer: int) -> int:
    """Return the answer of a call; raises `OSError` for 0, by which the spooler says no."""
    if not answer:
        last: Any = getattr(ctypes, "get_last_error", int)
        raise OSError(last(), "the spooler said no")
    return answer
