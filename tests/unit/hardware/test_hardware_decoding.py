"""QR codes read back from pictures: clean, turned, inverted, noisy, dim, in a hall's photo."""

from __future__ import annotations

import importlib
import io
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
import segno
import zxingcpp
from PIL import Image

from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.printer import EmulatedPrinter
from hardware.printing.escpos_bytes import job_bytes
from hardware.printing.port import Raster
from hardware.scanning.decoding import LiveReader, decode_picture, decode_still
from hardware.scanning.looks import Look
from hardware.scanning.pictures import load_grey
from hardware.scanning.port import (
    DecodedCode,
    Frame,
    NotAPicture,
    PictureMissing,
    PictureTooLarge,
)
from hardware.scanning.second_opinion import second_opinion

CODE = "PODI" + "BCDEFGHIJKLNPRST" * 13


def code_picture(scale: int = 6) -> Image.Image:
    code = segno.make(CODE, error="m")
    assert code.designator == "8-M"
    png = io.BytesIO()
    code.save(png, kind="png", scale=scale, border=4)
    return Image.open(png).convert("L")


def grey_code(scale: int = 6) -> np.ndarray:
    return np.asarray(code_picture(scale))


def texts(grey: np.ndarray) -> list[str]:
    return [code.text for code in decode_still(np.ascontiguousarray(grey))]


def noisy(grey: np.ndarray, deviation: float) -> np.ndarray:
    noise = np.random.default_rng(5).normal(0, deviation, grey.shape)
    return np.clip(grey + noise, 0, 255).astype(np.uint8)


def test_the_code_on_a_printed_ticket_is_read_back_from_its_paper(tmp_path):
    ticket = Image.new("1", (576, 600), 1)
    ticket.paste(code_picture(7), (80, 120))
    black_is_one = bytes(byte ^ 0xFF for byte in ticket.tobytes())
    paper = EmulatedPrinter(EscPos)
    paper.receive(job_bytes(Raster(576, 600, black_is_one), cut=True))
    paper.tickets[0].save(tmp_path / "ticket.png")

    (code,) = decode_picture(tmp_path / "ticket.png")

    assert code.text == CODE
    assert all(80 < x < 480 and 120 < y < 520 for x, y in code.corners)


@pytest.mark.parametrize("angle", [0, 17, 45, 90, 135, 180, 222, 270, 301])
def test_a_turned_code_is_read(angle):
    assert texts(np.asarray(code_picture().rotate(angle, expand=True, fillcolor=255))) == [CODE]


def test_a_code_in_dark_mode_is_read():
    assert texts(255 - grey_code()) == [CODE]


@pytest.mark.parametrize("deviation", [20, 60, 90])
def test_a_noisy_code_is_read(deviation):
    assert texts(noisy(grey_code(), deviation)) == [CODE]


def test_a_blurred_code_is_read():
    assert texts(cv2.GaussianBlur(grey_code(), (0, 0), 3)) == [CODE]


def test_a_washed_out_code_is_read():
    assert texts(200 + grey_code() // 10) == [CODE]


def test_a_code_in_uneven_light_is_read():
    grey = grey_code()
    light = np.linspace(0.12, 1.0, grey.shape[1])
    assert texts((grey * light).astype(np.uint8)) == [CODE]


def test_a_small_code_in_a_big_photo_is_read_where_it_stands():
    photo = np.full((3000, 4000), 150, np.uint8)
    code = grey_code(8)
    photo[1000 : 1000 + code.shape[0], 2500 : 2500 + code.shape[1]] = code

    (found,) = decode_still(photo)

    assert found.text == CODE
    assert abs(found.corners[0][0] - 2532) < 8
    assert abs(found.corners[0][1] - 1032) < 8


def test_a_micro_code_is_no_ticket():
    png = io.BytesIO()
    segno.make_micro("PODI1234").save(png, kind="png", scale=6, border=4)

    assert texts(np.asarray(Image.open(png).convert("L"))) == []


def test_a_picture_without_a_code_gives_none():
    assert texts(noisy(np.full((480, 640), 128, np.uint8), 60)) == []


def test_a_stream_finds_by_rotation_what_only_a_rescue_can_read():
    snow = np.random.default_rng(3).random(grey_code().shape)
    hard = np.where(snow < 0.12, 0, np.where(snow > 0.88, 255, grey_code())).astype(np.uint8)
    reader = LiveReader()

    reads = [bool(reader.read(Frame(hard, "camera"))) for _ in range(6)]

    assert reads == [False, True, True, True, True, True]


def in_a_hall(*codes: np.ndarray) -> np.ndarray:
    """A frame of 720 rows with these side by side."""
    hall = noisy(np.full((720, 1280), 120, np.uint8), 12)
    for place, code in enumerate(codes):
        left = 40 + 420 * place
        hall[60 : 60 + code.shape[0], left : left + code.shape[1]] = code
    return hall


def ean_picture() -> np.ndarray:
    bars = zxingcpp.create_barcode("5412345678908", zxingcpp.BarcodeFormat.EAN13)
    return np.pad(np.asarray(bars.to_image(scale=3)), 40, constant_values=255)


def test_all_codes_in_view_are_read_at_once():
    pictures = []
    for text in ("PODIB", "PODIC", "PODID"):
        png = io.BytesIO()
        segno.make(text, error="m", micro=False).save(png, kind="png", scale=6)
        pictures.append(np.asarray(Image.open(png).convert("L")))

    assert sorted(texts(in_a_hall(*pictures))) == ["PODIB", "PODIC", "PODID"]


def test_a_stream_tells_where_the_code_stands_also_when_it_looks_there_only():
    reader = LiveReader()
    frame = in_a_hall(grey_code(4))

    reads = [reader.read(Frame(frame, "camera")) for _ in range(3)]

    for (code,) in reads:
        assert code.text == CODE
        lefts = [x for x, _ in code.corners]
        assert np.abs(np.array(lefts) - (56, 252, 252, 56)).max() < 6


def test_an_empty_hall_is_looked_at_no_more_until_something_moves(monkeypatch):
    looked = []
    see = Look.see
    monkeypatch.setattr(
        Look,
        "see",
        lambda self, *views, **how: looked.append(self.name) or see(self, *views, **how),
    )
    reader = LiveReader()
    hall = in_a_hall()
    for _ in range(20):
        reader.read(Frame(hall, "camera"))
    looked.clear()

    assert reader.read(Frame(hall, "camera")) == ()
    assert looked == []
    (code,) = reader.read(Frame(in_a_hall(grey_code(4)), "camera"))
    assert code.text == CODE


def test_a_bottle_before_the_camera_is_read_so_that_the_screen_can_say_it_is_no_ticket():
    reader = LiveReader()
    frame = in_a_hall(ean_picture())

    reads = {code.text for _ in range(15) for code in reader.read(Frame(frame, "camera"))}

    assert reads == {"5412345678908"}
    still = Frame(frame, "bottle.png", is_still=True)
    assert [code.text for code in LiveReader().read(still)] == ["5412345678908"]


def test_pictures_are_searched_for_our_kind_of_code_only():
    assert texts(in_a_hall(ean_picture())) == []


def test_without_zbar_nothing_is_missed_but_its_opinion(monkeypatch):
    monkeypatch.setattr(importlib, "import_module", missing_library)
    second_opinion.cache_clear()

    assert second_opinion() is None
    assert texts(grey_code()) == [CODE]
    second_opinion.cache_clear()


def test_zbar_is_asked_last_where_it_is_installed(monkeypatch):
    found = SimpleNamespace(data=b"PODIB", polygon=[SimpleNamespace(x=10, y=20)] * 4)
    zbar = SimpleNamespace(
        ZBarSymbol=SimpleNamespace(QRCODE=64), decode=lambda grey, symbols: [found]
    )
    monkeypatch.setattr(importlib, "import_module", lambda name: zbar)
    second_opinion.cache_clear()

    assert decode_still(in_a_hall()) == (DecodedCode("PODIB", ((20, 40),) * 4),)
    assert texts(grey_code()) == [CODE]
    second_opinion.cache_clear()


def missing_library(name: str) -> None:
    raise ImportError(f"Unable to find zbar shared library for {name}")


def test_forty_megapixels_are_read():
    photo = np.full((5000, 8000), 150, np.uint8)
    code = grey_code(12)
    photo[1000 : 1000 + code.shape[0], 2500 : 2500 + code.shape[1]] = code

    assert texts(photo) == [CODE]


@pytest.mark.soak
def test_ten_thousand_frames_of_chance_hold_no_code():
    rng = np.random.default_rng()
    reader = LiveReader()
    for number in range(10_000):
        cells = int(rng.integers(2, 60))
        small = rng.integers(0, 256, (cells, cells * 16 // 9), np.uint8)
        size = (int(rng.integers(100, 400)), int(rng.integers(80, 300)))
        way = (cv2.INTER_NEAREST, cv2.INTER_LINEAR, cv2.INTER_CUBIC)[number % 3]
        frame = cv2.resize(small, size, interpolation=way).astype(np.uint8)
        assert decode_still(frame) == ()
        assert reader.read(Frame(frame, "camera")) == ()


@pytest.mark.parametrize("make", ["missing", "folder", "text", "cut short", "empty"])
def test_an_unreadable_picture_is_a_fault_that_names_it(tmp_path, make):
    path = tmp_path / "picture.png"
    if make == "folder":
        path.mkdir()
    elif make == "cut short":
        code_picture().save(path)
        path.write_bytes(path.read_bytes()[:400])
    elif make != "missing":
        path.write_text("no picture" if make == "text" else "")

    expected = PictureMissing if make in ("missing", "folder") else NotAPicture
    with pytest.raises(expected) as raised:
        decode_picture(path)

    assert raised.value.path == path


def test_a_picture_that_would_fill_the_memory_is_refused_unread(tmp_path):
    path = tmp_path / "bomb.png"
    Image.new("1", (20_000, 20_000)).save(path)

    with pytest.raises(PictureTooLarge):
        decode_picture(path)


def test_see_through_parts_are_white_paper(tmp_path):
    see_through = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    see_through.paste((0, 0, 0, 255), (0, 0, 100, 400))
    see_through.save(tmp_path / "a.png")

    grey = load_grey(tmp_path / "a.png")

    assert (grey[200, 50], grey[200, 300]) == (0, 255)
