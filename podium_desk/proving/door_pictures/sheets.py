"""Takes the pictures in the real window and lays them out on small sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from podium_desk.application.jobs import ImmediateJobs
from podium_desk.i18n.words import Words
from podium_desk.presentation.door import DoorPresenter
from podium_desk.presentation.door_options import DoorOptions
from podium_desk.presentation.door_pin import PinGuard
from podium_desk.proving.door_pictures.scenes import Scene, pages, verdicts
from podium_desk.proving.door_pictures.scripted import NOW
from podium_desk.ui.kit.tokens import Appearance, Theme
from podium_desk.ui.shell.door_picture import door_picture

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGES = ("nl", "fr", "de", "en")
CELL, COLUMNS, GAP = (240, 150), 4, 6
COLOURS = 64
AT_ONE_MOMENT_S = 1_000.0


def take_sheets(folder: Path, say: Callable[[str], None]) -> list[str]:
    """Write every sheet into this folder; gives the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for language in LANGUAGES:
        for theme in Theme:
            say(f"{language} {theme.value}…")
            for kind, scenes in (("verdicts", verdicts()), ("pages", pages())):
                file = f"{kind}-{language}-{theme.value}.png"
                pictures = [taken(scene, language, Appearance(theme)) for scene in scenes]
                _sheet(pictures).save(folder / file, optimize=True)
                written.append(file)
    say("200 %…")
    large = [
        taken(scene, language, Appearance(text_percent=200))
        for language in LANGUAGES
        for scene in (*verdicts()[:8:3], *pages()[:1], *pages()[13:14])
    ]
    _sheet(large).save(folder / "large-text.png", optimize=True)
    return [*written, "large-text.png"]


def taken(scene: Scene, language: str, appearance: Appearance) -> bytes:
    """One picture, as PNG, at 1280 by 800 pixels."""
    guard = PinGuard(lambda pin: pin == "4711", is_set=True)
    options = DoorOptions(
        desk_phone="09 123 45 67", now=lambda: NOW, monotonic_s=lambda: AT_ONE_MOMENT_S, pin=guard
    )
    presenter = DoorPresenter(scene.door, Words(language), ImmediateJobs(), options)
    return door_picture(presenter, appearance, lambda: scene.play(presenter))


def _sheet(pictures: Iterable[bytes]) -> Image:
    """The pictures small, side by side, in few colours."""
    # The library for pictures is loaded when there are some.
    from PIL import Image

    cells = list(pictures)
    wide, tall = CELL
    rows = -(-len(cells) // COLUMNS)
    size = (COLUMNS * (wide + GAP) - GAP, rows * (tall + GAP) - GAP)
    sheet = Image.new("RGB", size, "white")
    for index, cell in enumerate(cells):
        row, column = divmod(index, COLUMNS)
        with Image.open(BytesIO(cell)) as picture:
            small = picture.convert("RGB").resize(CELL, Image.Resampling.LANCZOS)
        sheet.paste(small, (column * (wide + GAP), row * (tall + GAP)))
    return sheet.quantize(COLOURS, dither=Image.Dither.NONE)
