"""From a camera's frame to the painted verdict: packed frames in memory, at a camera's pace.

All of it is the shipped way: the frame is unpacked and read on the camera's thread, the code goes
to the window, the verdict is stored durably and painted. Beside it, in turn, the least that could
be done with the same frame: zxing-cpp's default call, and its text painted in a bare field.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import field
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

import cv2
import numpy as np
import zxingcpp

from hardware.scanning.camera import FRAMES_PER_S
from hardware.scanning.decoding import LiveReader
from hardware.scanning.port import DecodedCode, Frame
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.camera_pictures.light import as_grey
from podium_desk.proving.camera_pictures.sequences import waiting_frames
from podium_desk.proving.camera_pictures.stills import CONDITIONS, DEGREES, picture_of
from podium_desk.proving.figures import Figure, quantile

if TYPE_CHECKING:
    from podium_desk.proving.camera_pictures.light import Grey
    from podium_desk.ui.shell.counter_bench import BareField
    from podium_desk.ui.shell.door_bench import DoorAtWork

SEED = 2027
CLEAN, HARD = "clean", "hard"
PICTURES = 102
"""Of either kind; the hard ones go through all conditions, the easiest degree left out."""
WARM_UP = 4
FRAMES_HELD_UP = 30
"""Two seconds: who is not read by then asks the guest to hold it another way."""
FRAMES_AFTER = 5
BASELINE = "bare_camera"


@dataclass(frozen=True, slots=True)
class Moment:
    """By the fine clock, and by what this process had taken of the processors."""

    wall_s: float
    cpu_s: float

    def since(self, before: Moment) -> tuple[float, float]:
        """How many milliseconds lie between."""
        return (self.wall_s - before.wall_s) * 1000, (self.cpu_s - before.cpu_s) * 1000


class HeldUp:
    """A camera before which packed pictures are held up: always the newest, at the camera's pace.

    The measurement holds up; the camera's thread asks for frames.
    """

    name = "memory"

    def __init__(self, foyer: bytes) -> None:
        self._foyer = foyer
        self._lock = Lock()
        self._packed, self._from_s, self._left = foyer, 0.0, 0
        self._started_s = time.perf_counter()
        self._given = 0
        self.arrived = Moment(0.0, 0.0)
        """When the frame that was given last came."""
        self.first_s = 0.0
        """When the first frame came in which the picture held up stood."""

    def hold_up(self, packed: bytes) -> None:
        """Hold this up from the next frame on."""
        with self._lock:
            self._packed, self._from_s = packed, time.perf_counter()
            self._left, self.first_s = FRAMES_HELD_UP, 0.0

    def is_given_up(self) -> bool:
        """Whether all frames of what was held up were read, with some of an empty foyer."""
        return self._left < -FRAMES_AFTER

    def next_frame(self, deadline_s: float) -> Frame | None:  # noqa: ARG002 - the pace is ours
        """Of the frames that came while another was read only the newest is given."""
        newest = int((time.perf_counter() - self._started_s) * FRAMES_PER_S)
        self._given = max(newest, self._given + 1)
        arrived_s = self._started_s + self._given / FRAMES_PER_S
        time.sleep(max(0.0, arrived_s - time.perf_counter()))
        cpu_s = time.process_time()
        with self._lock:
            is_held_up = self._left > 0 and arrived_s >= self._from_s
            self._left -= is_held_up or self._left <= 0
            if is_held_up and not self.first_s:
                waited = int((arrived_s - self._from_s) * FRAMES_PER_S)
                self.first_s = arrived_s - waited / FRAMES_PER_S
            packed = self._packed if is_held_up else self._foyer
        self.arrived = Moment(arrived_s, cpu_s)
        return Frame(unpacked(packed), self.name)

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass(slots=True)
class NotedReader:
    """The shipped reader, and when the frame came in which it first read a text."""

    camera: HeldUp
    live: LiveReader = field(default_factory=LiveReader)
    frame_of: dict[str, Moment] = field(default_factory=dict)

    def read(self, frame: Frame) -> tuple[DecodedCode, ...]:
        """Read it as a door does."""
        codes = self.live.read(frame)
        for code in codes:
            self.frame_of.setdefault(code.text, self.camera.arrived)
        return codes


@dataclass(slots=True)
class _Tally:
    """Of one kind of pictures, in milliseconds."""

    since_frame: list[float] = field(default_factory=list)
    """From the frame that was read."""
    since_first: list[float] = field(default_factory=list)
    """From the first frame in which the code stood."""
    bare: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """Of all threads since the frame that was read: what a quiet machine would take."""
    unread: int = 0


def door_camera(
    at_work: DoorAtWork, bare: BareField, codes: list[str], say: Callable[[str], None]
) -> list[Figure]:
    """Verdicts on `codes`, half of them held up clean, half in all ways that are hard."""
    from podium_desk.ui.shell.counter_bench import breathe

    say("tickets before a camera…")
    foyer = as_packed(next(waiting_frames(SEED, 1)))
    camera = HeldUp(foyer)
    noted = NotedReader(camera)
    at_work.look_through(camera, noted)
    tallies = {CLEAN: _Tally(), HARD: _Tally()}
    for number, (kind, text, packed) in enumerate(_held_up(codes)):
        at_work.front()
        tally = tallies[kind] if number >= WARM_UP else _Tally()
        ends_s = at_work.until_seen(partial(camera.hold_up, packed), camera.is_given_up)
        if ends_s is None:
            tally.unread += 1
        else:
            wall_ms, cpu_ms = Moment(ends_s, time.process_time()).since(noted.frame_of[text])
            tally.since_frame.append(wall_ms)
            tally.cpu.append(cpu_ms)
            tally.since_first.append((ends_s - camera.first_s) * 1000)
        camera.hold_up(foyer)
        breathe()
        tally.bare.append(_bare_ms(bare, packed))
    return [one for kind, tally in tallies.items() for one in _figures(kind, tally)]


def _held_up(codes: list[str]) -> Iterator[tuple[str, str, bytes]]:
    """The kind, the text and the packed picture of each code, clean and hard in turn."""
    hard = [name for name in CONDITIONS if name != "nominal"]
    for number, text in enumerate(codes):
        rng = np.random.default_rng([SEED, number])
        turn, is_hard = divmod(number, 2)
        name = hard[turn % len(hard)] if is_hard else "nominal"
        degree = (1 + turn % (DEGREES - 1)) / (DEGREES - 1)
        recipe = CONDITIONS[name](rng, degree)
        grey = picture_of(name, recipe, (text,), rng).grey
        yield HARD if is_hard else CLEAN, text, as_packed(grey)


def _bare_ms(bare: BareField, packed: bytes) -> float:
    """The baseline: unpacked, the default call, its text (or none) painted in a field."""
    bare.front()
    started_s = time.perf_counter()
    only = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found = zxingcpp.read_barcodes(unpacked(packed), formats=only)
    bare.show_text(" ".join(one.text for one in found) or "-")
    return (time.perf_counter() - started_s) * 1000


def as_packed(grey: Grey) -> bytes:
    """A picture as a camera sends it."""
    return bytes(cv2.imencode(".jpg", grey)[1])


def unpacked(packed: bytes) -> Grey:
    """The grey picture of a packed frame."""
    return as_grey(cv2.imdecode(np.frombuffer(packed, np.uint8), cv2.IMREAD_GRAYSCALE))


def _figures(kind: str, tally: _Tally) -> Iterator[Figure]:
    count = len(tally.since_frame)
    for label, share in (("p50", 0.5), ("p99", 0.99)):
        value, base = quantile(tally.since_frame, share), quantile(tally.bare, share)
        baseline = f"{BASELINE}_{kind}_{label}"
        yield Figure(f"door_camera_{kind}_{label}", value, "ms", count, baseline, value / base)
        yield Figure(baseline, base, "ms", len(tally.bare), is_baseline=True)
        cpu = quantile(tally.cpu, share)
        yield Figure(f"door_camera_{kind}_cpu_{label}", cpu, "ms CPU", count)
    first = quantile(tally.since_first, 0.5)
    yield Figure(f"door_camera_{kind}_first_p50", first, "ms", count)
    yield Figure(f"door_camera_{kind}_unread", tally.unread, "pictures", count + tally.unread)
