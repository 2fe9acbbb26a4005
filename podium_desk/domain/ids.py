"""Identities of the field's things: small integers made by one writer, never random text.

The store numbers houses, performances, tariffs and devices; a device numbers its own facts.
Everything a device makes is therefore named without asking anyone (sync.md section 3.1).
"""

from __future__ import annotations

from typing import NewType

from podium_desk.late_dataclass import dataclass

HouseId = NewType("HouseId", int)
PerformanceId = NewType("PerformanceId", int)
"""Unique in the cluster; also the number of the performance's pool of rights."""
TariffId = NewType("TariffId", int)
Unit = NewType("Unit", int)
"""A place's index in its performance: a seat's index in the plan, or a place after the seats."""
Origin = NewType("Origin", int)
"""One log: ``device << 16 | incarnation``."""
DeviceId = NewType("DeviceId", int)

CustomerId = NewType("CustomerId", str)
"""A person whom a house keeps: random letters, under which its key stands and it is erased."""

INCARNATION_BITS = 16


def origin_of(device: int, incarnation: int) -> Origin:
    """The number of a device's log in one incarnation (0 to 65535)."""
    return Origin(device << INCARNATION_BITS | incarnation)


def device_of(origin: int) -> DeviceId:
    """The device that writes this log."""
    return DeviceId(origin >> INCARNATION_BITS)


def incarnation_of(origin: int) -> int:
    """Which life of the device writes this log; 0 is the first."""
    return origin & ((1 << INCARNATION_BITS) - 1)


@dataclass(frozen=True, slots=True, order=True)
class FactId:
    """One fact: the log it stands in and its number there."""

    origin: Origin
    seq: int

    def __str__(self) -> str:
        """Text form ``device.incarnation.seq``."""
        return f"{device_of(self.origin)}.{incarnation_of(self.origin)}.{self.seq}"

    @classmethod
    def parse(cls, text: str) -> FactId:
        """The fact named by the text form; ``ValueError`` when the text has another form."""
        device, incarnation, seq = (int(part) for part in text.split("."))
        return cls(origin_of(device, incarnation), seq)


@dataclass(frozen=True, slots=True, order=True)
class TicketId:
    """A ticket is named by the fact that issued it and its line in that fact."""

    origin: Origin
    seq: int
    line: int

    def __str__(self) -> str:
        """Text form ``device.incarnation.seq.line``, as the command line prints and takes it."""
        return f"{device_of(self.origin)}.{incarnation_of(self.origin)}.{self.seq}.{self.line}"

    @classmethod
    def parse(cls, text: str) -> TicketId:
        """The ticket named by the text form; ``ValueError`` when the text has another form."""
        device, incarnation, seq, line = (int(part) for part in text.split("."))
        return cls(origin_of(device, incarnation), seq, line)


@dataclass(frozen=True, slots=True, order=True)
class OrderId:
    """An order's human number: device, incarnation and the device's own counter, no gaps."""

    origin: Origin
    number: int

    def __str__(self) -> str:
        """Text form ``device.incarnation-number``, as printed on a receipt."""
        return f"{device_of(self.origin)}.{incarnation_of(self.origin)}-{self.number:04d}"

    @classmethod
    def parse(cls, text: str) -> OrderId:
        """The order named by the text form; ``ValueError`` when the text has another form."""
        log, number = text.split("-")
        device, incarnation = (int(part) for part in log.split("."))
        return cls(origin_of(device, incarnation), int(number))
