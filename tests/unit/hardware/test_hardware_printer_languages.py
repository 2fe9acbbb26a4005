"""What Star, Boca and Zebra are sent, exactly; what they answer; and the paper that comes of it."""

from __future__ import annotations

import io
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.emulators.fgl_paper import Fgl
from hardware.emulators.printer import EmulatedPrinter, PrinterFaults
from hardware.emulators.star_paper import star_line, star_raster
from hardware.emulators.zpl_paper import Zpl, unpacked
from hardware.printing import fgl_bytes, star_bytes, zpl_bytes
from hardware.printing.fgl_status import FglReader
from hardware.printing.pieces import pieces_of
from hardware.printing.port import PrinterState, Raster
from hardware.printing.star_marks import StarMarks
from hardware.printing.star_status import StarReader
from hardware.printing.zpl_status import ErrorStatus, HostStatus, ZplReader

SMALL = Raster(12, 2, b"\xff\xf0\x80\x10")


@st.composite
def rasters(draw: st.DrawFn) -> Raster:
    """Pictures full of the bytes that a printer could take for commands."""
    row_bytes, height = draw(st.integers(1, 30)), draw(st.integers(1, 80))
    risky = (b"\x1b\x06\x01", b"\x1b\x06\x18", b"\x1b", b"\x05", b"\x17", b"<p>", b"~JA", b"\0" * 9)
    parts = draw(st.lists(st.one_of(st.binary(max_size=9), st.sampled_from(risky)), min_size=1))
    pattern = b"".join(parts) or b"\xff"
    size = row_bytes * height
    return Raster(row_bytes * 8, height, (pattern * (size // len(pattern) + 1))[:size])


def test_a_small_star_line_job_is_these_bytes():
    job = star_bytes.line_job(SMALL, cut=True)

    assert job.hex(" ").startswith("1b 30 1b 6b 02 00 ff f0 80 10 00 00")
    assert job.endswith(b"\n\x1bd3")
    assert len(job) == 2 + 4 + 24 * 2 + 1 + 3


def test_a_small_star_raster_job_is_these_bytes():
    assert star_bytes.raster_job(SMALL, cut=True) == (
        b"\x1b*rA\x1b*rP0\x00\x1b*rE13\x00"  # endless page; at its end feed and cut
        b"b\x02\x00\xff\xf0"
        b"b\x02\x00\x80\x10"
        b"\x1b\x0c\x04\x1b*rB"  # do the end, leave raster mode
    )


def test_a_boca_ticket_is_a_bmp_as_others_read_it():
    job = fgl_bytes.ticket_job(SMALL, cut=False)
    head, picture = job.split(b"BM", 1)
    bmp = b"BM" + picture.removesuffix(b"<q>")

    assert head == b"<CB><NR><SP0,0><bmp><G%d>" % len(bmp)
    with Image.open(io.BytesIO(bmp)) as read:
        assert (read.mode, read.size) == ("1", (12, 2))
        assert [read.getpixel((x, 1)) for x in (0, 1, 11)] == [0, 255, 0]


def test_a_small_zebra_label_is_this_text():
    assert zpl_bytes.label_job(SMALL) == (b"^XA^PW12^LL2^LH0,0^FO0,0^GFA,4,4,2,IF08010^FS^PQ1^XZ\n")


@pytest.mark.parametrize(
    ("row", "text"),
    [("6666666" + "1", "M61"), ("B" * 40, "hB"), ("B" * 327 + "1", "vMB1"), ("0" * 6, ","),
     ("A000", "A0,"), ("AFFF", "AF!"), ("0" * 6 + "F" * 2, "L0!")],
)  # fmt: skip
def test_repeats_are_written_as_in_the_guide(row, text):
    packed = zpl_bytes.compressed(bytes.fromhex(row), len(row) // 2)

    assert packed == text
    assert unpacked(packed, len(row) // 2) == [bytes.fromhex(row)]


def test_a_large_label_is_several_fields_as_one_takes_no_more_than_99999_bytes():
    job = zpl_bytes.label_job(Raster(832, 1200, b"\xa5" * 104 * 1200))

    assert job.count(b"^GFA,") == 2
    assert b"^FO0,961^GFA,24856,24856,104," in job


@settings(max_examples=40, deadline=None)
@given(rasters())
def test_the_paper_shows_the_picture_that_was_sent(raster):
    jobs = [
        (star_line, star_bytes.line_job(raster, cut=True)),
        (star_raster, star_bytes.raster_job(raster, cut=True)),
        (partial(Fgl, height_dots=raster.height_dots), fgl_bytes.ticket_job(raster, cut=True)),
        (Zpl, zpl_bytes.label_job(raster)),
    ]
    for language, job in jobs:
        paper = EmulatedPrinter(language, raster.width_dots)
        paper.receive(job)

        is_star = language in (star_line, star_raster)
        expected = star_bytes.without_realtime_commands(raster.rows) if is_star else raster.rows
        drawn = paper.tickets[0].rows if paper.tickets else bytes(len(expected))
        assert drawn[: len(expected)] == expected
        assert not any(drawn[len(expected) :])
        assert paper.unknown_commands == []


@settings(max_examples=40, deadline=None)
@given(rasters())
def test_no_star_job_and_no_label_contains_a_real_time_command(raster):
    for job in (star_bytes.line_job(raster, cut=True), star_bytes.raster_job(raster, cut=True)):
        assert b"\x1b\x06" not in job
    assert b"~" not in zpl_bytes.label_job(raster)


def test_a_dot_more_is_all_that_a_real_time_command_costs():
    assert star_bytes.without_realtime_commands(b"\x1b\x06\x1b\x1b\x06") == b"\x1f\x06\x1b\x1f\x06"


@pytest.mark.parametrize(
    ("answer", "state", "marks"),
    [
        ("23 06 00 00 00 00 00 00 00", PrinterState.READY, 0),
        ("23 86 02 00 00 04 00 4a 00 00 00", PrinterState.PAPER_LOW, 21),
        ("23 06 08 00 00 0c 00 6e 00", PrinterState.PAPER_OUT, 31),
        ("23 06 28 00 00 00 00 02 00", PrinterState.COVER_OPEN, 1),
        ("23 06 08 08 00 00 00 00 00", PrinterState.ERROR, 0),
        ("0f 06 00 00 00 00 00", PrinterState.READY, None),
    ],
)
def test_a_star_status_is_read_as_the_appendix_says(answer, state, marks):
    (status,) = StarReader().feed(bytes.fromhex(answer))

    assert (status.state, status.marks) == (state, marks)


def test_a_star_status_is_found_amid_other_answers_and_in_pieces():
    reader = StarReader()
    stream = bytes.fromhex("12 08 21 ff 23 06 00 00 00 00 00 04 00")
    found = [status for byte in stream for status in reader.feed(bytes((byte,)))]

    assert [status.marks for status in found] == [2]
    assert reader.noise_bytes == 4


@pytest.mark.parametrize(
    ("code", "state"),
    [(0x06, None), (0x0F, PrinterState.PAPER_LOW), (0x10, PrinterState.PAPER_OUT),
     (0x11, PrinterState.READY), (0x13, None), (0x18, PrinterState.ERROR)],
)  # fmt: skip
def test_a_bocas_bytes_mean_what_the_guide_says(code, state):
    reader = FglReader()
    (status,) = reader.feed(bytes((code, 0xC3)))

    assert reader.state_in(status) is state
    assert reader.noise_bytes == 1


def zebra(first: str, second: str = "001,0,0,0,1,2,6,0,00000000,1,000") -> HostStatus:
    lines = "".join(f"\x02{line}\x03\r\n" for line in (first, second, "1234,0"))
    (answer,) = ZplReader().feed(lines.encode())
    assert isinstance(answer, HostStatus)
    return answer


def test_a_zebras_host_status_is_read_by_its_places():
    idle = zebra("030,0,0,1245,000,0,0,0,000,0,0,0")
    busy = zebra("030,0,0,1245,002,0,0,1,000,0,0,0", "001,0,0,0,1,2,6,0,00000003,1,000")

    assert (idle.state, idle.is_idle) == (PrinterState.READY, True)
    assert (busy.formats_waiting, busy.labels_remaining, busy.is_partial) == (2, 3, True)
    assert zebra("030,1,0,1245,000,0,0,0,000,0,0,0").state is PrinterState.PAPER_OUT
    assert zebra("030,0,1,1245,000,0,0,0,000,0,0,0").state is PrinterState.ERROR
    head_up = zebra("030,0,0,1245,000,0,0,0,000,0,0,0", "001,0,1,0,1,2,6,0,00000000,1,000")
    assert head_up.state is PrinterState.COVER_OPEN


def test_a_zebras_errors_are_read_from_its_flags():
    flags = ("ERRORS:         1 00000000 00000005", "WARNINGS:       0 00000000 00000000")
    text = "\x02\r\n  PRINTER STATUS\r\n" + "".join(f"   {flag}\r\n" for flag in flags) + "\x03"

    assert ZplReader().feed(text.encode()) == [ErrorStatus(PrinterState.COVER_OPEN)]


def test_half_an_answer_of_a_zebra_is_none():
    assert ZplReader().feed(b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,0") == []
    assert ZplReader().feed(b"\x02hello\x03\x021,2\x03") == []


def test_a_boca_prints_a_ticket_anew_that_its_stock_was_too_short_for():
    paper = EmulatedPrinter(Fgl, 12, PrinterFaults(rows_left=399))
    paper.receive(fgl_bytes.ticket_job(SMALL, cut=True))
    before = paper.take_answers()
    paper.refill()

    assert before == b"\x10"
    assert paper.take_answers() == b"\x11\x06"
    assert len(paper.tickets) == 1


@given(st.integers(0, 31), st.integers(0, 4), st.integers(0, 20))
def test_no_count_that_may_still_come_proves_a_job(now, loose, lost):
    marks = StarMarks()
    marks.awaited = lost
    marks.lost_start()
    for _ in range(loose):
        marks.lost_one()
    chosen = marks.start(now)

    still = {(now + count) % 32 for count in range(-1, 2 + loose)}
    still |= set(range(lost + loose + 1)) if lost else set()
    assert chosen is None or not still & {chosen, chosen + 1}
    assert chosen is not None or lost + loose > 15


def test_once_a_start_was_heard_nothing_of_before_counts():
    marks = StarMarks()
    marks.awaited = 30
    marks.lost_start()
    assert marks.start(31) is None

    marks.started()

    assert marks.start(31) in range(1, 10)


@given(st.lists(st.sampled_from((b"\0", b"\xff")), min_size=1, max_size=90), st.integers(8, 40))
def test_pieces_are_the_whole_picture_and_each_fits_its_ticket(rows, height):
    raster = Raster(8, len(rows), b"".join(rows))
    pieces = pieces_of(raster, height)

    assert b"".join(piece.rows for piece in pieces) == raster.rows
    assert all(piece.height_dots <= height for piece in pieces)
    assert pieces_of(raster, None) == [raster]


def test_a_code_is_not_parted_where_a_white_row_stands_before_it():
    code = b"\xa5" * 30
    above, below = pieces_of(Raster(8, 45, b"\xff" * 12 + b"\0" + code + b"\0\0"), 40)

    assert above.rows == b"\xff" * 12 + b"\0"
    assert code in below.rows
