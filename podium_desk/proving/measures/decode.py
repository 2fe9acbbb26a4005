"""Reading codes: hard pictures, tickets that come before a camera, and a foyer where nobody is.

The baseline is zxing-cpp's default call on the same picture, in turn with ours, in CPU time. The
pictures are made from a seed, so that no run chooses them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import zxingcpp

from hardware.scanning.decoding import LiveReader, decode_still
from hardware.scanning.port import Frame
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.camera_pictures.light import as_grey
from podium_desk.proving.camera_pictures.sequences import (
    Sequence,
    hard_sequences,
    waiting_frames,
)
from podium_desk.proving.camera_pictures.stills import (
    NO_CODE,
    SEVERAL,
    CameraPicture,
    hard_pictures,
)
from podium_desk.proving.figures import Figure, quantile

if TYPE_CHECKING:
    from podium_desk.proving.camera_pictures.light import Grey

SEED = 2026
PER_CONDITION = 20
SEQUENCES = 18
WAITING_FRAMES = 90
FRAMES_PER_S = 15
BASELINE = "zxing_default"


@dataclass(slots=True)
class _Tally:
    """What one reader did."""

    ms: list[float] = field(default_factory=list)
    clean_ms: list[float] = field(default_factory=list)
    singles: int = 0
    several: int = 0
    wrong: int = 0


def decode(_folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """All of it; one thread, as at the door."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        return [*_stills(say), *_streams(say), *_waiting(say)]
    finally:
        cv2.setNumThreads(before)


def _stills(say: Callable[[str], None]) -> Iterator[Figure]:
    ours, theirs = _Tally(), _Tally()
    singles = several = 0
    say("pictures of eighteen conditions…")
    for number, picture in enumerate(hard_pictures(SEED, PER_CONDITION)):
        singles += len(picture.texts) == 1
        several += len(picture.texts) * (picture.condition == SEVERAL)
        turns = [(ours, _ours), (theirs, _default)]
        for tally, read in turns if number % 2 else reversed(turns):
            _take(tally, read, picture)
    yield from _rates(ours, theirs, singles, several)
    count = len(ours.ms)
    for name, value, base in (
        ("decode_clean_p50", quantile(ours.clean_ms, 0.5), quantile(theirs.clean_ms, 0.5)),
        ("decode_hard_p50", quantile(ours.ms, 0.5), quantile(theirs.ms, 0.5)),
        ("decode_hard_mean", sum(ours.ms) / count, sum(theirs.ms) / count),
        ("decode_hard_p95", quantile(ours.ms, 0.95), quantile(theirs.ms, 0.95)),
        ("decode_hard_worst", max(ours.ms), max(theirs.ms)),
    ):
        n = len(ours.clean_ms) if "clean" in name else count
        yield from _beside(name, value, base, "ms CPU", n)


def _rates(ours: _Tally, theirs: _Tally, singles: int, several: int) -> Iterator[Figure]:
    share, base = 100 * ours.singles / singles, 100 * theirs.singles / singles
    yield from _beside("decode_rate", share, base, "%", singles)
    share, base = 100 * ours.several / several, 100 * theirs.several / several
    yield from _beside("decode_rate_several", share, base, "%", several)
    yield Figure("decode_wrong", ours.wrong, "texts", len(ours.ms))


def _take(tally: _Tally, read: Callable[[Grey], set[str]], picture: CameraPicture) -> None:
    started = time.process_time()
    texts = read(picture.grey)
    spent = (time.process_time() - started) * 1000
    tally.ms.append(spent)
    if picture.condition == "nominal" and picture.grey.shape[0] == 720:
        tally.clean_ms.append(spent)
    right = texts & set(picture.texts)
    tally.wrong += len(texts - right)
    if picture.condition == SEVERAL:
        tally.several += len(right)
    elif picture.condition != NO_CODE:
        tally.singles += len(right)


def _streams(say: Callable[[str], None]) -> Iterator[Figure]:
    say("tickets that come before a camera…")
    ours_ms: list[float] = []
    theirs_ms: list[float] = []
    sequences = hard_sequences(SEED, SEQUENCES)
    firsts = [_firsts(sequence, ours_ms, theirs_ms) for sequence in sequences]
    both = [(ours, theirs) for ours, theirs in firsts if theirs]
    value, base = (sum(side) / len(both) for side in zip(*both, strict=True))
    yield from _beside("decode_stream_frames", value, base, "frames", len(both))
    ours_read = sum(ours > 0 for ours, _ in firsts)
    yield from _beside("decode_stream_read", ours_read, len(both), "sequences", len(firsts))
    value, base = sum(ours_ms) / len(ours_ms), sum(theirs_ms) / len(theirs_ms)
    yield from _beside("decode_stream_mean", value, base, "ms CPU", len(ours_ms))
    value, base = quantile(ours_ms, 0.99), quantile(theirs_ms, 0.99)
    yield from _beside("decode_stream_p99", value, base, "ms CPU", len(ours_ms))


def _firsts(sequence: Sequence, ours_ms: list[float], theirs_ms: list[float]) -> tuple[int, int]:
    """In which frame it was first read by us, and by the baseline; 0 where never."""
    live = LiveReader()
    ours = theirs = 0
    for number, grey in enumerate(sequence.frames(), start=1):
        started = time.process_time()
        texts = {code.text for code in live.read(Frame(grey, "camera"))}
        between = time.process_time()
        default = _default(grey)
        ours_ms.append((between - started) * 1000)
        theirs_ms.append((time.process_time() - between) * 1000)
        assert texts <= {sequence.text}, f"a wrong read: {texts}"
        ours = ours or number * (sequence.text in texts)
        theirs = theirs or number * (sequence.text in default)
        if ours and theirs:
            break
    return ours, theirs


def _waiting(say: Callable[[str], None]) -> Iterator[Figure]:
    """The share of a core that goes into packed frames of a foyer, at the camera's pace."""
    from podium_desk.ui.kit.camera import preview

    say("a foyer where nobody holds up a ticket…")
    frames = [cv2.imencode(".jpg", grey)[1] for grey in waiting_frames(SEED, WAITING_FRAMES)]
    for name, shown in (("passing", frames), ("empty", frames[:1] * WAITING_FRAMES)):
        live = LiveReader()
        started = time.process_time()
        for packed in shown:
            frame = Frame(as_grey(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)), "camera")
            preview(frame, live.read(frame), mirrored=True)
        spent_s = time.process_time() - started
        share = 100 * spent_s * FRAMES_PER_S / len(shown)
        yield Figure(f"decode_waiting_{name}", share, "% of a core", len(shown))


def _beside(name: str, value: float, base: float, unit: str, n: int) -> Iterator[Figure]:
    baseline = f"{BASELINE}_{name.removeprefix('decode_')}"
    yield Figure(name, value, unit, n, baseline, value / base)
    yield Figure(baseline, base, unit, n, is_baseline=True)


def _ours(grey: Grey) -> set[str]:
    return {code.text for code in decode_still(grey)}


def _default(grey: Grey) -> set[str]:
    only = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found = zxingcpp.read_barcodes(grey, formats=only)
    return {code.text for code in found}
