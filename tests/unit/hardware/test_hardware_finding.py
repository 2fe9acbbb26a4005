"""What is plugged in is offered with a name and an address that opens."""

from __future__ import annotations

import pytest

from hardware.finding import DeviceKind, Places, SerialPort, family_of, find_devices
from hardware.registry import open_frames, open_printer, open_scanner

NOBODY = {"serial_ports": tuple, "queues": tuple, "readers": tuple, "network": lambda _: ()}
EPSON = "MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;CLS:PRINTER;"


def put(path, content=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def machine(tmp_path):
    system, devices = tmp_path / "sys", tmp_path / "dev"
    put(system / "class/usbmisc/lp0/device/ieee1284_id", EPSON)
    put(system / "class/usbmisc/lp1/device/ieee1284_id", "")
    put(system / "class/hidraw/hidraw0/device/report_descriptor", b"\x05\x01\x09\x06")
    put(system / "class/hidraw/hidraw1/device/report_descriptor", b"\x05\x8c\x09\x02")
    put(system / "class/hidraw/hidraw1/device/uevent", "HID_ID=1\nHID_NAME=Honeywell 1950\n")
    put(devices / "input/by-id/usb-Datalogic_Gryphon-event-kbd")
    put(devices / "input/by-id/usb-Logitech_K120-event-kbd")
    put(devices / "v4l/by-id/usb-Logitech_C920-video-index0")
    put(devices / "v4l/by-id/usb-Logitech_C920-video-index1")
    return {"system": system, "devices": devices}


def found(machine, **others):
    devices = find_devices(Places(**machine, **{**NOBODY, **others}))
    return {(one.kind, one.name): one for one in devices}


def test_printers_are_called_as_they_call_themselves(machine):
    printer = found(machine)[DeviceKind.PRINTER, "EPSON TM-T20II"]
    assert printer.url == f"escpos+usblp://{machine['devices']}/usb/lp0"
    assert printer.is_sure
    assert not found(machine)[DeviceKind.PRINTER, "lp1"].is_sure


@pytest.mark.parametrize(
    ("description", "family"),
    [
        (EPSON, "escpos"),
        ("MFG:Zebra Technologies ;CMD:ZPL;MDL:ZTC ZD420;", "zpl"),
        ("MFG:Star;CMD:STAR;MDL:TSP143 (STR_T-001);", "star"),
        ("MFG:Star;CMD:STAR;MDL:TSP654 (STR_T-001);", "starline"),
        ("MFG:Boca Systems;MDL:Lemur;", "fgl"),
        ("", "escpos"),
    ],
)
def test_the_language_of_a_printer_is_taken_from_what_it_says_of_itself(description, family):
    assert family_of(description) == family


def test_scanners_are_found_by_what_they_are_and_keyboards_are_left_alone(machine):
    scanners = [name for kind, name in found(machine) if kind is DeviceKind.SCANNER]
    assert scanners == ["Honeywell 1950", "Datalogic Gryphon"]


def test_a_port_that_may_be_a_scanner_is_offered_and_is_not_called_sure(machine):
    ports = (
        SerialPort("/dev/ttyACM0", "Honeywell scanner", is_usb=True),
        SerialPort("/dev/ttyUSB0", "USB serial", is_usb=True),
        SerialPort("/dev/ttyS0", "", is_usb=False),
    )
    devices = found(machine, serial_ports=lambda: ports)
    assert devices[DeviceKind.SCANNER, "Honeywell scanner"].is_sure
    assert not devices[DeviceKind.SCANNER, "USB serial"].is_sure
    assert not [one for one in devices.values() if "ttyS0" in one.url]


def test_one_camera_is_found_once_by_its_lasting_name(machine):
    cameras = [one for one in found(machine).values() if one.kind is DeviceKind.CAMERA]
    assert [one.name for one in cameras] == ["Logitech C920"]


def test_queues_readers_and_what_is_on_the_network_are_found_too(machine):
    devices = found(
        machine, queues=lambda: ("Kantoor_2",), readers=lambda: ("ACS ACR122U 00 00",),
        network=lambda _: (("BOCA Lemur", "10.0.0.7", 9100),),
    )  # fmt: skip
    assert devices[DeviceKind.PRINTER, "BOCA Lemur"].url == "fgl+tcp://10.0.0.7:9100"
    assert devices[DeviceKind.PRINTER, "Kantoor_2"].url == "system://Kantoor_2"
    assert devices[DeviceKind.CHIP, "ACS ACR122U 00 00"].url == "chip:///ACS%20ACR122U%2000%2000"


def test_every_address_that_is_offered_is_one_that_opens(machine):
    opens = {DeviceKind.PRINTER: open_printer, DeviceKind.CAMERA: open_frames}
    for one in found(machine, queues=lambda: ("Q",), readers=lambda: ("ACS",)).values():
        device = opens.get(one.kind, open_scanner)(one.url)
        device.close()


def test_a_machine_without_any_has_none(tmp_path):
    assert find_devices(Places(tmp_path / "sys", tmp_path / "dev", **NOBODY)) == ()
