"""A USB bus in memory with one printer on it: what PyUSB asks of libusb, answered without a device.

Descriptors are those that the USB printer class 1.1 describes; the numbers of libusb's errors are
from its own list. It knows no driver and no link of this package.
"""

from __future__ import annotations

import errno
import time
from array import array
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol

from usb.backend import IBackend  # type: ignore[import-untyped]
from usb.core import USBError, USBTimeoutError  # type: ignore[import-untyped]

_OUT, _IN, _PACKET_BYTES = 0x01, 0x82, 64
_SERIAL_INDEX, _LANGUAGE_ENGLISH = 3, b"\x04\x03\x09\x04"
_ACCESS, _BUSY, _NO_DEVICE, _TIMEOUT = -3, -6, -4, -7


class UsbPaper(Protocol):
    """The printer behind the cable; the emulated printers of this package are such."""

    def receive(self, data: bytes) -> None:
        """Take bytes."""
        ...

    def room_bytes(self) -> int:
        """How many bytes still fit."""
        ...

    def take_answers(self) -> bytes:
        """What it says, once."""
        ...


@dataclass(slots=True)
class UsbFaults:
    """What is wrong with the cable or the machine; every field may be changed at any time."""

    is_unplugged: bool = False
    is_forbidden: bool = False
    is_taken: bool = False
    """Another program holds the interface."""
    unplug_after_bytes: int | None = None


class UsbBus(IBackend):  # type: ignore[misc]
    """The backend of PyUSB with `paper` as its one device, 04b8:0e15 unless told otherwise."""

    def __init__(
        self, paper: UsbPaper, vendor: int = 0x04B8, product: int = 0x0E15, serial: str = "X1"
    ) -> None:
        self.paper = paper
        self.faults = UsbFaults()
        self.has_kernel_driver = True
        self.is_claimed = False
        self._serial = serial
        self._device = SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0,
            bDeviceProtocol=0, bMaxPacketSize0=64, idVendor=vendor, idProduct=product,
            bcdDevice=0x100, iManufacturer=0, iProduct=0, iSerialNumber=_SERIAL_INDEX,
            bNumConfigurations=1, address=5, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip
        self._taken_bytes = 0

    def enumerate_devices(self) -> list[object]:
        """Name the one device while it is plugged in."""
        return [] if self.faults.is_unplugged else ["printer"]

    def get_device_descriptor(self, _device: object) -> object:
        """Describe the device."""
        return self._device

    def get_configuration_descriptor(self, _device: object, config: int) -> object:
        """Describe its one configuration."""
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0xC0, bMaxPower=1, extra_descriptors=(),
        )  # fmt: skip

    def get_interface_descriptor(self, _device: object, number: int, alt: int, _cfg: int) -> object:
        """Describe its one interface: class 7, printers; protocol 2, bytes both ways."""
        if number or alt:
            raise IndexError(number)
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2,
            bInterfaceClass=7, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0,
            extra_descriptors=(),
        )  # fmt: skip

    def get_endpoint_descriptor(self, _dev: object, ep: int, *_where: int) -> object:
        """Describe the ways out and back."""
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(_OUT, _IN)[ep], bmAttributes=2,
            wMaxPacketSize=_PACKET_BYTES, bInterval=0, bRefresh=0, bSynchAddress=0,
            extra_descriptors=(),
        )  # fmt: skip

    def open_device(self, _device: object) -> object:
        """Open it, unless udev keeps it from this user."""
        self._check_cable()
        if self.faults.is_forbidden:
            raise USBError("Access denied (insufficient permissions)", _ACCESS, errno.EACCES)
        return "handle"

    def close_device(self, _handle: object) -> None:
        """Close it; what was claimed is free."""
        self.is_claimed = False

    def get_configuration(self, _handle: object) -> int:
        """The configuration that the kernel chose."""
        return 1

    def is_kernel_driver_active(self, _handle: object, _number: int) -> bool:
        """Whether usblp holds the interface."""
        return self.has_kernel_driver

    def detach_kernel_driver(self, _handle: object, _number: int) -> None:
        """Take the interface from usblp."""
        self.has_kernel_driver = False

    def attach_kernel_driver(self, _handle: object, _number: int) -> None:
        """Give it back to usblp, which takes none that is claimed."""
        self._check_cable()
        if self.is_claimed:
            raise USBError("Resource busy", _BUSY, errno.EBUSY)
        self.has_kernel_driver = True

    def claim_interface(self, _handle: object, _number: int) -> None:
        """Claim it for this program alone."""
        if self.faults.is_taken or self.has_kernel_driver or self.is_claimed:
            raise USBError("Resource busy", _BUSY, errno.EBUSY)
        self.is_claimed = True

    def release_interface(self, _handle: object, _number: int) -> None:
        """Let it go."""
        self._check_cable()
        self.is_claimed = False

    def ctrl_transfer(self, _handle: object, _kind: int, _ask: int, value: int, *rest: Any) -> int:
        """Answer GET_DESCRIPTOR for texts: the languages, then the serial number."""
        text = self._serial.encode("utf-16-le")
        is_serial = value & 0xFF == _SERIAL_INDEX
        said = bytes((len(text) + 2, 3)) + text if is_serial else _LANGUAGE_ENGLISH
        buffer = rest[1]
        length = min(len(said), len(buffer))
        buffer[:length] = array("B", said[:length])
        return length

    def bulk_write(self, _h: object, _ep: int, _n: int, data: Any, timeout_ms: int) -> int:
        """Take what fits; a printer that reads nothing lets the time pass."""
        self._check_cable()
        room = min(self.paper.room_bytes(), len(data))
        if self.faults.unplug_after_bytes is not None:
            room = min(room, self.faults.unplug_after_bytes - self._taken_bytes)
        self.paper.receive(bytes(data[:room]))
        self._taken_bytes += room
        if self._taken_bytes == self.faults.unplug_after_bytes:
            self.faults.is_unplugged = True
        if not room:
            self._let_pass(timeout_ms)
        return room

    def bulk_read(self, _h: object, _ep: int, _n: int, buffer: Any, timeout_ms: int) -> int:
        """Give what the printer says."""
        self._check_cable()
        said = self.paper.take_answers()[: len(buffer)]
        if not said:
            self._let_pass(timeout_ms)
        buffer[: len(said)] = array("B", said)
        return len(said)

    def _let_pass(self, timeout_ms: int) -> None:
        time.sleep(min(timeout_ms, 20) / 1000)
        raise USBTimeoutError("Operation timed out", _TIMEOUT, errno.ETIMEDOUT)

    def _check_cable(self) -> None:
        if self.faults.is_unplugged:
            raise USBError(
                "No such device (it may have been disconnected)", _NO_DEVICE, errno.ENODEV
            )
