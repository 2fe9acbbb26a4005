"""QR codes out of grey pictures: every look there is for a still one, a few for a stream's frame.

A still picture gets all looks of `looks`, in order, until one reads something. A frame of a stream
gets the plain looks and one rescue, in rotation, since the next frame is the better second chance
(hardware.md 5.5); and first of all the place where a code was seen just before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.scanning.looks import (
    HURRIED,
    LIVE_LOOKS,
    LIVE_RESCUES,
    PLAIN_LOOKS,
    RESCUES,
    SMALL_PLAIN_LOOKS,
    SMALL_RESCUES,
    THOROUGH,
    Codes,
    Corners,
    Look,
    Views,
    look_for_other_kinds,
    scaled,
)
from hardware.scanning.pictures import load_grey
from hardware.scanning.port import DecodedCode, Frame
from hardware.scanning.second_opinion import second_opinion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

STILL_SIDE_MAX = 1920
"""Larger pictures are brought down to this first: filters are slower and find less above it."""
SMALL_SIDE_MAX = 800
"""Up to this a picture has no pixels to spare, and gets looks of its own."""
WHOLE_FRAME_EVERY = 4
"""While the place of the last code is read, all of the frame is looked at once in so many."""
PLACE_KEPT_FRAMES = 6
SMALL_PLACE_PX = 240
"""A place smaller than this is made twice as large before it is read."""
SEEN_BY_PLACE = 2
"""Rescues that a place gets each frame."""
MOVED_LEVELS = 1.0
MOVED_SPOT_LEVELS = 12.0


def decode_picture(path: Path) -> Codes:
    """Return the codes in the picture at `path`. Raises a `PictureFault` when it is none."""
    return decode_still(load_grey(path))


def decode_still(grey: Grey) -> Codes:
    """Return the codes in one picture, with every rescue there is."""
    side = max(grey.shape)
    if side <= STILL_SIDE_MAX:
        return _read_still(Views(grey))
    scale = STILL_SIDE_MAX / side
    codes = _moved(_read_still(Views(scaled(grey, scale))), 1 / scale, 0, 0)
    return codes or THOROUGH.see(Views(grey)).codes


def _read_still(views: Views) -> Codes:
    is_small = max(views.full.shape) <= SMALL_SIDE_MAX
    looks = (*SMALL_PLAIN_LOOKS, *SMALL_RESCUES) if is_small else (*PLAIN_LOOKS, *RESCUES)
    for look in looks:
        seen = look.see(views, tells_unread=look in HURRIED)
        if len(seen.codes) > 1 or (seen.codes and seen.unread):
            # Where several are in view, a look that is in a hurry may have missed one.
            return _joined(seen.codes, THOROUGH.see(views).codes)
        if seen.codes:
            return seen.codes
    opinion = second_opinion()
    return opinion(views) if opinion is not None else ()


def _joined(some: Codes, others: Codes) -> Codes:
    known = {code.text for code in some}
    return (*some, *(code for code in others if code.text not in known))


class LiveReader:
    """Reads the frames of one stream; one thread uses it."""

    def __init__(self) -> None:
        self._rescues = _Rotation(len(LIVE_RESCUES) + 1)
        self._place_rescues = _Rotation(len(SMALL_RESCUES))
        self._place: Corners | None = None
        self._place_age = 0
        self._frames = 0
        self._scene = _Scene()
        self._other_before: frozenset[str] = frozenset()

    def read(self, frame: Frame) -> Codes:
        """Return the codes in this frame."""
        if frame.is_still:
            return decode_still(frame.grey) or look_for_other_kinds(Views(frame.grey))
        self._frames += 1
        if not self._scene.is_worth_a_look(frame.grey, rounds=len(LIVE_RESCUES) + 1):
            return ()
        codes = self._read_place(frame.grey)
        if not codes or self._frames % WHOLE_FRAME_EVERY == 0:
            codes = _joined(codes, self._read_whole(frame.grey))
        if codes:
            self._keep_place(codes[0].corners)
            self._scene.forget()
        return codes

    def _read_place(self, grey: Grey) -> Codes:
        """Read where a code was seen in one of the last frames, read or not."""
        if self._place is None or self._place_age >= PLACE_KEPT_FRAMES:
            self._place = None
            return ()
        self._place_age += 1
        left, top, crop = _cut_out(grey, self._place)
        if not crop.size:
            return ()
        scale = 2.0 if max(crop.shape) < SMALL_PLACE_PX else 1.0
        views = Views(scaled(crop, scale) if scale > 1 else crop)
        codes = _first_read(views, (THOROUGH, *self._rescues_of_place()))
        return _moved(codes, 1 / scale, left, top)

    def _rescues_of_place(self) -> tuple[Look, ...]:
        return tuple(SMALL_RESCUES[self._place_rescues.next()] for _ in range(SEEN_BY_PLACE))

    def _read_whole(self, grey: Grey) -> Codes:
        views = Views(grey)
        for look in LIVE_LOOKS:
            seen = look.see(views, tells_unread=look is THOROUGH)
            if seen.codes:
                return seen.codes
            if seen.unread:
                self._keep_place(seen.unread[0])
        return self._rescue(views)

    def _rescue(self, views: Views) -> Codes:
        """One rescue a frame; one that worked stays in turn, for the same phone in this light."""
        turn = self._rescues.turn
        is_ours = turn < len(LIVE_RESCUES)
        codes = LIVE_RESCUES[turn].see(views).codes if is_ours else self._other(views)
        if not codes and not self._other_before:
            self._rescues.next()
        return codes

    def _other(self, views: Views) -> Codes:
        """A code of another kind counts when it is read twice: their checks are weaker."""
        codes = look_for_other_kinds(views)
        before, self._other_before = self._other_before, frozenset(code.text for code in codes)
        return tuple(code for code in codes if code.text in before)

    def _keep_place(self, corners: Corners) -> None:
        self._place, self._place_age = corners, 0


class _Rotation:
    """Whose turn it is, of so many."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.turn = 0

    def next(self) -> int:
        """Whose turn it was; it goes to the one after."""
        turn = self.turn
        self.turn = (turn + 1) % self._count
        return turn


class _Scene:
    """Knows whether anything moved: a hall where nobody is needs no looking at."""

    def __init__(self) -> None:
        self._looked_at: Grey | None = None
        self._still_frames = 0

    def is_worth_a_look(self, grey: Grey, rounds: int) -> bool:
        """False when this was looked at so many times already, with every rescue once."""
        small = cv2.resize(grey, (80, 45), interpolation=cv2.INTER_AREA).astype(np.uint8)
        if self._looked_at is not None and not _has_moved(self._looked_at, small):
            self._still_frames += 1
        else:
            self._looked_at, self._still_frames = small, 0
        return self._still_frames <= rounds

    def forget(self) -> None:
        """A code was read: go on looking, so that it is known how long it stays."""
        self._looked_at = None


def _has_moved(before: Grey, after: Grey) -> bool:
    change = cv2.absdiff(before, after)
    return float(change.mean()) > MOVED_LEVELS or float(change.max()) > MOVED_SPOT_LEVELS


def _first_read(views: Views, looks: tuple[Look, ...]) -> Codes:
    for look in looks:
        codes = look.see(views).codes
        if codes:
            return codes
    return ()


def _cut_out(grey: Grey, corners: Corners) -> tuple[int, int, Grey]:
    """The part of the frame round these corners with room for a hand that moves; left and top."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    room = max(max(xs) - min(xs), max(ys) - min(ys)) // 3 + 16
    left, top = max(0, min(xs) - room), max(0, min(ys) - room)
    return left, top, grey[top : max(ys) + room, left : max(xs) + room]


def _moved(codes: Codes, scale: float, left: int, top: int) -> Codes:
    """Codes of a part or another size, with their corners in the whole frame."""
    return tuple(
        DecodedCode(
            code.text,
            tuple((round(x * scale) + left, round(y * scale) + top) for x, y in code.corners),
        )
        for code in codes
    )
