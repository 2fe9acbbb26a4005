"""A whole evening through the counter's windows: forty deeds, and every sum the same everywhere."""

from __future__ import annotations

from pathlib import Path

from podium_desk.proving.tour.album import PAGE, Album
from podium_desk.proving.tour.coming_back import WITH_THE_LINE_AGAIN
from podium_desk.proving.tour.cut_off import CUT_OFF
from podium_desk.proving.tour.evening import an_evening
from podium_desk.proving.tour.opening import WITH_A_LINE

DOCS = Path(__file__).parents[2] / "docs" / "tour"
PICTURE_BYTES, ALBUM_BYTES = 60_000, 1_200_000


def test_an_evening_of_forty_deeds_adds_up_to_the_cent_everywhere(
    tmp_path: Path, qapp: object
) -> None:
    """Plays them, and compares X, Z, daybooks, the store's totals and every counter's tables."""
    assert qapp is not None
    album = Album(tmp_path)
    with an_evening(album, lambda _: None) as evening:
        evening.play()
    # What the documents show is this evening.
    assert album.files == sorted(path.name for path in DOCS.glob("*.png"))
    assert (tmp_path / PAGE).read_text("utf-8") == (DOCS / PAGE).read_text("utf-8")


def test_twenty_of_at_least_forty_are_done_without_a_line() -> None:
    assert len(CUT_OFF) == 20
    assert len((*WITH_A_LINE, *CUT_OFF, *WITH_THE_LINE_AGAIN)) >= 40


def test_the_pictures_of_the_evening_are_small() -> None:
    sizes = [path.stat().st_size for path in DOCS.glob("*.png")]
    assert max(sizes) <= PICTURE_BYTES
    assert sum(sizes) <= ALBUM_BYTES
