"""The bytes of a job, exactly; and the paper that an independent reader draws from them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.printer import EmulatedPrinter
from hardware.printing.escpos_bytes import job_bytes, process_id_of, process_id_request
from hardware.printing.escpos_profile import Cut, EscPosProfile, escpos_profiles
from hardware.printing.port import Raster

REALTIME_COMMANDS = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


@st.composite
def rasters(draw: st.DrawFn) -> Raster:
    """Pictures up to paper width, full of the bytes that a printer could take for commands."""
    row_bytes = draw(st.integers(1, 72))
    height = draw(st.integers(1, 300))
    seed = draw(st.binary(min_size=1, max_size=40))
    risky = draw(st.lists(st.sampled_from((*REALTIME_COMMANDS, b"\x10", b"\x00")), max_size=20))
    pattern = seed + b"".join(risky)
    size = row_bytes * height
    return Raster(row_bytes * 8, height, (pattern * (size // len(pattern) + 1))[:size])


def test_a_small_job_is_these_bytes_and_no_others():
    raster = Raster(12, 2, b"\xff\xf0\x80\x10")

    assert job_bytes(raster, cut=True, reports=True).hex(" ") == (
        "1b 40 "  # ESC @
        "1d 61 ff "  # GS a: report changes of state
        "1d 28 44 05 00 14 01 00 02 00 "  # GS ( D: no real-time pulse, no real-time power-off
        "1d 76 30 00 02 00 02 00 ff f0 80 10 "  # GS v 0: 2 bytes wide, 2 rows
        "1d 56 42 00"  # GS V: feed to the cutter, cut
    )


def test_the_request_for_proof_is_these_bytes():
    assert process_id_request(b"A1~!").hex(" ") == "1d 28 48 06 00 30 30 41 31 7e 21"


def test_a_tall_picture_goes_in_fragments_of_at_most_128_rows():
    stream = job_bytes(Raster(8, 300, b"\x55" * 300), cut=True)

    heights = [int.from_bytes(part[2:4], "little") for part in stream.split(b"\x1dv0\x00")[1:]]
    assert heights == [128, 128, 44]


def test_no_fragment_has_a_height_that_jams_cheap_printers():
    for height in (48, 96, 128 + 48, 128 + 96, 144):
        stream = job_bytes(Raster(8, height, b"\x55" * height), cut=True)
        heights = [part[2] for part in stream.split(b"\x1dv0\x00")[1:]]
        assert heights
        assert all(rows % 48 for rows in heights)


@pytest.mark.parametrize("name", sorted(escpos_profiles()))
def test_every_model_gets_safe_pictures_and_its_own_end(name):
    profile = escpos_profiles()[name]
    picture = Raster(
        profile.width_dots // 8 * 8, 300, b"\x10\x14" * (profile.width_dots // 8 * 150)
    )
    job = job_bytes(picture, cut=True, profile=profile)
    paper = EmulatedPrinter(EscPos, profile.width_dots)
    paper.receive(job)
    heights = [int.from_bytes(part[2:4], "little") for part in job.split(b"\x1dv0\x00")[1:]]

    assert max(heights) <= profile.fragment_rows <= 128
    assert all(rows % 48 for rows in heights)
    assert not any(command in job for command in REALTIME_COMMANDS)
    assert len(paper.tickets) == (profile.cut is not Cut.NONE)


def test_a_profile_whose_pictures_would_jam_is_refused():
    with pytest.raises(ValueError, match="96"):
        EscPosProfile(fragment_rows=96)


@settings(max_examples=60, deadline=None)
@given(rasters())
def test_the_paper_shows_the_picture_that_was_sent(raster):
    paper = EmulatedPrinter(EscPos, raster.width_dots)
    paper.receive(job_bytes(raster, cut=True))

    (ticket,) = paper.tickets
    drawn, below = ticket.rows[: len(raster.rows)], ticket.rows[len(raster.rows) :]
    commands = sum(raster.rows.count(command) for command in REALTIME_COMMANDS)
    assert _differing_dots(drawn, raster.rows) == commands
    assert not any(below)
    assert paper.unknown_commands == []
    assert paper.drawer_kicks == 0
    assert paper.take_answers() == b""


@settings(max_examples=60, deadline=None)
@given(rasters())
def test_no_job_contains_a_real_time_command(raster):
    stream = job_bytes(raster, cut=True)

    assert not any(command in stream for command in REALTIME_COMMANDS)


def test_attempts_at_one_job_and_different_jobs_have_different_process_ids():
    ids = {process_id_of(f"job-{n}", attempt) for n in range(200) for attempt in (1, 2)}

    assert len(ids) == 400
    assert all(len(one) == 4 and all(32 < letter < 127 for letter in one) for one in ids)


def _differing_dots(left: bytes, right: bytes) -> int:
    return sum((a ^ b).bit_count() for a, b in zip(left, right, strict=True))
