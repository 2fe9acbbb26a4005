"""Of a camera's frame only the brightness is taken, whatever the frame's form."""

from __future__ import annotations

import numpy as np
import pytest

from hardware.scanning.planes import PlaneForm, brightness_plane

GREY = np.arange(6 * 4, dtype=np.uint8).reshape(4, 6)


def lines(rows, filling):
    """Each line with some bytes behind it, as memory likes them."""
    return b"".join(bytes(row) + b"\xee" * filling for row in rows)


@pytest.mark.parametrize("filling", [0, 10])
def test_a_planar_frame_loses_the_filling_of_its_lines_and_its_colours(filling):
    data = lines(GREY, filling) + b"\x80" * 12
    found = brightness_plane(data, 6 + filling, (6, 4), PlaneForm.PLANAR)
    assert found.tolist() == GREY.tolist()
    assert found.flags["C_CONTIGUOUS"]


@pytest.mark.parametrize(("form", "first"), [(PlaneForm.YUYV, 0), (PlaneForm.UYVY, 1)])
def test_a_packed_frame_has_its_brightness_in_every_second_byte(form, first):
    packed = np.full((4, 12), 0x80, np.uint8)
    packed[:, first::2] = GREY
    assert brightness_plane(lines(packed, 4), 16, (6, 4), form).tolist() == GREY.tolist()


def test_the_last_line_may_lack_its_filling():
    data = lines(GREY, 10)[:-10]
    assert brightness_plane(data, 16, (6, 4), PlaneForm.PLANAR).tolist() == GREY.tolist()


@pytest.mark.parametrize(("data", "line"), [(bytes(23), 6), (bytes(100), 5), (b"", 6)])
def test_half_a_frame_is_none(data, line):
    with pytest.raises(ValueError, match="bytes for 6 x 4"):
        brightness_plane(data, line, (6, 4), PlaneForm.PLANAR)
