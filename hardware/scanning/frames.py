"""Pictures in the place of a camera.

The heavy libraries are imported when the first frame is asked for.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from hardware.scanning.port import Frame, PictureMissing

PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")
LOOK_AGAIN_S = 0.1


class PictureFolder:
    """Pictures in the place of a camera: each file once, and new ones as they are put there.

    `pictures` is a folder, one file, or a list of files. A file that changes is shown again.
    """

    def __init__(self, pictures: Path | Sequence[Path]) -> None:
        self._places = [pictures] if isinstance(pictures, Path) else list(pictures)
        self._shown: set[tuple[Path, int]] = set()
        self._waiting: deque[Path] = deque()
        self._closed = threading.Event()

    @property
    def name(self) -> str:
        """The folder or the first file."""
        return self._places[0].name if self._places else ""

    def next_frame(self, deadline_s: float) -> Frame | None:
        """Return the next picture not shown yet. Raises a `PictureFault` once for a bad one."""
        from hardware.scanning.pictures import load_grey

        if not self._waiting:
            self._look()
        waited_s = 0.0
        while not self._waiting and waited_s < deadline_s and not self._closed.is_set():
            pause_s = min(LOOK_AGAIN_S, deadline_s - waited_s)
            self._closed.wait(pause_s)
            waited_s += pause_s
            self._look()
        if not self._waiting:
            return None
        path = self._waiting.popleft()
        return Frame(load_grey(path), path.name, is_still=True)

    def close(self) -> None:
        """Stop waiting for new pictures."""
        self._closed.set()

    def _look(self) -> None:
        for place in self._places:
            for path in _pictures_in(place):
                mark = (path, _changed_ns(path))
                if mark not in self._shown:
                    self._shown.add(mark)
                    self._waiting.append(path)


def _pictures_in(place: Path) -> list[Path]:
    if not place.is_dir():
        return [place]
    try:
        names = sorted(os.listdir(place))
    except OSError as error:
        raise PictureMissing(place, error.strerror or str(error)) from error
    return [place / name for name in names if name.lower().endswith(PICTURE_ENDINGS)]


def _changed_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0  # missing: shown once, as the fault that reading it raises
