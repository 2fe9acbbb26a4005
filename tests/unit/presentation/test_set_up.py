"""Setting devices up: what was tried and looked right is kept, and nothing else."""

from __future__ import annotations

import pytest

from hardware.finding import DeviceKind, FoundDevice
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.i18n.words import Words
from podium_desk.presentation.set_up import OTHER_PAPERS, Kept, Kind, SetUp, Tried

EPSON = FoundDevice(DeviceKind.PRINTER, "EPSON TM-T20", "escpos+usblp:///dev/usb/lp0", True)
OFFICE = FoundDevice(DeviceKind.PRINTER, "Kantoor", "system://Kantoor", True)
SCANNER = FoundDevice(DeviceKind.SCANNER, "Gryphon", "scanner+serial:///dev/ttyACM0")
READER = FoundDevice(DeviceKind.CHIP, "ACS", "chip:///ACS", True)


class Room:
    """Devices in memory, with what became of each trial page."""

    def __init__(self):
        self.devices = (EPSON, OFFICE, SCANNER, READER)
        self.now = Kept(printer="escpos+tcp://10.0.0.9", scanners=("chip:///OLD",))
        self.tried, self.outcome = [], Tried("printed")

    def found(self):
        return self.devices

    def kept(self):
        return self.now

    def print_trial(self, url):
        self.tried.append(url)
        return self.outcome

    def trial_picture(self, url):
        return b"picture of " + url.encode()

    def keep(self, kept):
        self.now = kept


@pytest.fixture
def room():
    return Room()


@pytest.fixture
def page(room):
    page = SetUp(room, ImmediateJobs(), Words("nl"), _raise)
    page.look()
    return page


def _raise(error):
    raise error


def offer(page, url):
    return next(one for one in page.view.offers if one.url == url)


def test_what_is_found_is_offered_and_what_is_kept_and_gone_is_said_too(page):
    names = [one.name for one in page.view.offers]
    assert names[:4] == ["EPSON TM-T20", "Kantoor", "Gryphon", "ACS"]
    gone = offer(page, "escpos+tcp://10.0.0.9")
    assert (gone.is_kept, gone.detail) == (True, "nu niet gevonden")
    assert offer(page, SCANNER.url).detail.startswith("misschien")


def test_a_printer_is_kept_once_its_page_looked_right(page, room):
    page.choose(offer(page, EPSON.url))
    assert room.now.printer == "escpos+tcp://10.0.0.9"
    assert page.view.trial.picture == b"picture of " + EPSON.url.encode()
    page.yes()
    assert room.now.printer == EPSON.url
    assert offer(page, EPSON.url).is_kept


def test_a_page_that_looks_wrong_is_tried_for_other_papers_and_then_left(page, room):
    page.choose(offer(page, EPSON.url))
    for _ in OTHER_PAPERS:
        page.no()
    assert room.tried == [EPSON.url + other for other in OTHER_PAPERS]
    assert page.view.trial is None
    assert "handleiding" in page.view.notice
    assert room.now.printer == "escpos+tcp://10.0.0.9"


def test_the_paper_that_looked_right_is_the_one_that_is_kept(page, room):
    page.choose(offer(page, EPSON.url))
    page.no()
    page.yes()
    assert room.now.printer == f"{EPSON.url}?width=384"


def test_a_printer_of_the_system_knows_its_paper_itself(page, room):
    page.choose(offer(page, OFFICE.url))
    page.no()
    assert room.tried == [OFFICE.url]


@pytest.mark.parametrize(
    ("outcome", "word"), [("printed", "bevestigt elk papier"), ("unproven", "bevestigt niets")]
)
def test_it_says_whether_the_printer_confirms_and_whether_the_driver_saw_a_real_one(
    page, room, outcome, word
):
    room.outcome = Tried(outcome)
    page.choose(offer(page, EPSON.url))
    assert word in page.view.trial.question
    assert "nooit een echt toestel" in page.view.trial.question


def test_a_printer_without_paper_says_why_and_asks_nothing(page, room):
    room.outcome = Tried("not_printed", "the printer is not ready: paper_out")
    page.choose(offer(page, EPSON.url))
    assert page.view.trial is None
    assert "paper_out" in page.view.notice


def test_a_reader_is_kept_beside_the_others_once_it_read_a_card(page, room):
    page.choose(offer(page, READER.url))
    page.yes()
    assert room.now.scanners == ("chip:///OLD",), "nothing was read yet"
    page.seen("Kaart gelezen", is_good=True)
    page.yes()
    assert room.now.scanners == ("chip:///OLD", READER.url)


def test_how_a_scanner_types_is_kept_as_it_was_learnt(page, room):
    page.set_up_typing()
    page.seen("half", is_good=False, learnt="x")
    page.yes()
    assert room.now.scanner_keys == ""
    page.seen("good", is_good=True, learnt="16-61//")
    page.yes()
    assert room.now.scanner_keys == "16-61//"


def test_a_device_that_is_taken_away_is_used_no_more(page, room):
    page.forget(offer(page, "chip:///OLD"))
    assert room.now.scanners == ()
    assert [one for one in page.view.offers if one.kind is Kind.CHIP and one.is_kept] == []
