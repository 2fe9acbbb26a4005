"""A line over USB through libusb, for a printer that the kernel has no driver for, or a wrong one.

Made after libusb's and PyUSB's own pages: a write that times out tells how much went out, a
timeout of 0 would wait for ever, and an interface that a kernel driver holds must be taken from it
and given back. The device is never reset: that would throw away what it still prints.
"""

from __future__ import annotations

import contextlib
import errno
import time
from dataclasses import dataclass
from typing import Any

from usb.core import (  # type: ignore[import-untyped]
    Device,
    NoBackendError,
    USBError,
    USBTimeoutError,
    find,
)
from usb.util import (  # type: ignore[import-untyped]
    claim_interface,
    dispose_resources,
    release_interface,
)

from hardware.transport.port import Connect, LinkAbsent, LinkLost

CHUNK_BYTES = 4096
CONTROL_MS = 2000
NOTHING_CAME_S = 0.01
PRINTER_CLASS = 7
_ENDPOINT_IN, _BULK = 0x80, 2


@dataclass(frozen=True, slots=True)
class UsbAddress:
    """Which device: its vendor and product number, and the serial number where two are alike."""

    vendor: int
    product: int
    serial: str = ""

    def __str__(self) -> str:
        return f"usb {self.vendor:04x}:{self.product:04x}" + (self.serial and f" {self.serial}")

    @property
    def udev_rule(self) -> str:
        """The line that lets people of the group lp use it; the installer has one for all."""
        return (
            f'SUBSYSTEM=="usb", ATTR{{idVendor}}=="{self.vendor:04x}", '
            f'ATTR{{idProduct}}=="{self.product:04x}", GROUP="lp", MODE="0660", TAG+="uaccess"'
        )


def usb_connect(address: UsbAddress) -> Connect:
    """Return what opens the device at `address`."""

    def connect(timeout_s: float) -> UsbLink:  # noqa: ARG001 - opening does not wait
        return UsbLink(address)

    return connect


class UsbLink:
    """The printer's interface of one USB device, claimed until it is closed."""

    def __init__(self, address: UsbAddress) -> None:
        self._address = address
        self._device = _found(address)
        self._driver_taken_from: int | None = None
        self._is_open = False
        try:
            interface = _printer_interface(self._device)
            if interface is None:
                raise LinkAbsent(str(address), "has no interface that takes data")
            self._way_out, self._way_back = _ways(interface)
            self._claim(interface)
            self._is_open = True
        except USBError as error:
            raise LinkAbsent(str(address), _why(error, address)) from error
        finally:
            if not self._is_open:
                self._let_go()

    @property
    def answers(self) -> bool:
        """Whether the device has a way back."""
        return self._way_back is not None

    def write(self, data: bytes, timeout_s: float) -> int:
        """Hand over up to a chunk; 0 when the printer reads nothing for `timeout_s`."""
        try:
            return int(self._device.write(self._way_out, data[:CHUNK_BYTES], _ms(timeout_s)))
        except USBTimeoutError:
            return 0
        except USBError as error:
            raise LinkLost(str(self._address), _why(error, self._address)) from error

    def read(self, timeout_s: float) -> bytes:
        """Return what came within `timeout_s`."""
        if self._way_back is None:
            return b""
        try:
            said = bytes(self._device.read(self._way_back, CHUNK_BYTES, _ms(timeout_s)))
        except USBTimeoutError:
            return b""
        except USBError as error:
            raise LinkLost(str(self._address), _why(error, self._address)) from error
        if not said:
            # Some printers answer at once with an empty packet when they have nothing to say.
            time.sleep(min(NOTHING_CAME_S, max(timeout_s, 0)))
        return said

    def close(self) -> None:
        """Let go of the interface, and give it back to the kernel's driver if it had it."""
        if self._is_open:
            self._is_open = False
            self._let_go()

    def _claim(self, interface: Any) -> None:
        self._device.default_timeout = CONTROL_MS
        number = interface.bInterfaceNumber
        with contextlib.suppress(NotImplementedError):  # only Linux has drivers in the way
            if self._device.is_kernel_driver_active(number):
                self._device.detach_kernel_driver(number)
                self._driver_taken_from = number
        claim_interface(self._device, number)
        if interface.bAlternateSetting:
            self._device.set_interface_altsetting(interface)

    def _let_go(self) -> None:
        number, self._driver_taken_from = self._driver_taken_from, None
        # A device that was unplugged has nothing to give back.
        with contextlib.suppress(USBError):
            if number is not None:
                release_interface(self._device, number)
                self._device.attach_kernel_driver(number)
        with contextlib.suppress(USBError):
            dispose_resources(self._device)


def _found(address: UsbAddress) -> Device:
    """Return the device; raises `LinkAbsent` when it is not there or cannot be looked for."""
    try:
        alike = find(find_all=True, idVendor=address.vendor, idProduct=address.product)
        for device in alike or ():
            if not address.serial or device.serial_number == address.serial:
                return device
    except NoBackendError as error:
        why = "libusb is not installed (Debian, Ubuntu: libusb-1.0-0)"
        raise LinkAbsent(str(address), why) from error
    except (USBError, ValueError) as error:  # PyUSB's word for "no permission to read that text"
        raise LinkAbsent(str(address), _why(error, address)) from error
    raise LinkAbsent(str(address), "not plugged in, or switched off")


def _printer_interface(device: Device) -> Any:
    """Return the best interface with a bulk way out; None when there is none."""
    open_ones = [
        interface
        for interface in device.get_active_configuration()
        if any(_is_way_out(endpoint) for endpoint in interface)
    ]
    return max(open_ones, key=_preference, default=None)


def _preference(interface: Any) -> tuple[bool, bool]:
    """A printer's class comes first, and of its protocols the one that answers: 2 is bytes both
    ways, 1 only out, 4 is IPP in packets (USB printer class 1.1)."""
    return interface.bInterfaceClass == PRINTER_CLASS, interface.bInterfaceProtocol == 2


def _ways(interface: Any) -> tuple[int, int | None]:
    """Return the addresses of the bulk endpoints out and, where there is one, in."""
    bulk = [one.bEndpointAddress for one in interface if one.bmAttributes & 3 == _BULK]
    ins = [one for one in bulk if one & _ENDPOINT_IN]
    return next(one for one in bulk if one not in ins), ins[0] if ins else None


def _is_way_out(endpoint: Any) -> bool:
    is_bulk = endpoint.bmAttributes & 3 == _BULK
    return bool(is_bulk and not endpoint.bEndpointAddress & _ENDPOINT_IN)


def _why(error: Exception, address: UsbAddress) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EACCES or isinstance(error, ValueError):
        return f"no permission; add this udev rule and plug it in again: {address.udev_rule}"
    if number == errno.EBUSY:
        return "another program prints on it"
    return str(error)


def _ms(timeout_s: float) -> int:
    """To libusb 0 means for ever."""
    return max(1, round(timeout_s * 1000))
