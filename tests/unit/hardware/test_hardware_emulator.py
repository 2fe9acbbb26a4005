"""The emulated printer draws what Epson's commands say, text with accents too."""

from __future__ import annotations

from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.printer import EmulatedPrinter, PrinterFaults

ACCENTS = "één crème brûlée Noël œuvre Ÿ € 12,50 ’t ç – …"
CP1252, CP858 = b"\x1bt\x10", b"\x1bt\x13"
CUT = b"\x1dV\x00"


def drawn(stream: bytes) -> EmulatedPrinter:
    paper = EmulatedPrinter(EscPos)
    paper.receive(b"\x1b@" + stream + CUT)
    return paper


def rows_of(text: bytes) -> bytes:
    return drawn(text + b"\n").tickets[0].rows


def test_every_accent_is_a_letter_of_its_own_and_no_box():
    pictures = [rows_of(CP1252 + letter.encode("cp1252")) for letter in ACCENTS if letter != " "]
    box = rows_of(b"\xdb")

    assert len(set(pictures)) == len(set(ACCENTS) - {" "})
    assert all(any(picture) and picture != box for picture in pictures)


def test_the_code_page_decides_what_a_byte_is():
    assert rows_of(CP1252 + "é".encode("cp1252")) == rows_of(CP858 + "é".encode("cp858"))
    assert rows_of(CP1252 + b"\x82") != rows_of(CP858 + b"\x82")


def test_a_fresh_start_forgets_the_code_page():
    assert rows_of(CP1252 + b"\x1b@\x82") == rows_of("é".encode("cp437"))


def test_double_size_is_twice_as_tall_and_alignment_moves_the_line():
    single, double = rows_of(b"A"), rows_of(b"\x1d!\x11A")
    right = rows_of(b"\x1ba\x02A")

    assert len(double) > len(single)
    assert sum(byte.bit_count() for byte in double) > 2 * sum(b.bit_count() for b in single)
    assert any(right)
    assert not any(any(right[top : top + 70]) for top in range(0, len(right), 72))


def test_a_long_line_goes_on_below():
    assert len(rows_of(b"x" * 49)) == 2 * len(rows_of(b"x" * 48))


def test_unknown_commands_are_kept_to_be_looked_at():
    assert drawn(b"\x1dkA").unknown_commands == [b"\x1dk"]


def test_a_real_time_pulse_inside_a_picture_opens_the_drawer_unless_forbidden():
    picture = b"\x1dv0\x00\x05\x00\x01\x00\x10\x14\x01\x00\x01"

    careful = EmulatedPrinter(EscPos)
    # As on the device, the ban counts once it is worked off; real-time commands never wait.
    careful.receive(b"\x1d(D\x05\x00\x14\x01\x00\x02\x00")
    careful.receive(picture)

    assert drawn(picture).drawer_kicks == 1
    assert careful.drawer_kicks == 0


def test_status_is_answered_while_the_paper_is_out():
    paper = EmulatedPrinter(EscPos, faults=PrinterFaults(rows_left=0))
    paper.receive(b"\x10\x04\x02\x10\x04\x04")

    assert paper.take_answers() == b"\x32\x7e"


def test_a_process_id_is_answered_only_when_all_before_it_is_on_paper():
    paper = EmulatedPrinter(EscPos, faults=PrinterFaults(rows_left=1))
    paper.receive(b"\x1dv0\x00\x01\x00\x02\x00\xff\xff\x1d(H\x06\x0000AB12")
    before = paper.take_answers()
    paper.refill()

    assert before == b""
    assert paper.take_answers() == b"\x37\x22AB12\x00"
