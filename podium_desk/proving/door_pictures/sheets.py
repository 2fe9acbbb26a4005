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
from podium_desk.ui.kit.tokens import Appearance, Theme, token
from podium_desk.ui.shell.door_picture import door_picture

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGES = ("nl", "fr", "de", "en")
CELL, COLUMNS, GAP = (240, 150), 4, 6
BLENDS = (
    ("door.valid", "door.on_valid"), ("door.check", "door.on_check"),
    ("door.refuse", "door.on_refuse"), ("door.no_ticket", "door.on_no_ticket"),
    ("light.canvas", "light.ink"), ("light.canvas", "light.primary"),
    ("light.surface", "light.ink"), ("dark.canvas", "dark.ink"), ("dark.canvas", "dark.primary"),
    ("band.training", "band.on_training"), ("light.canvas", "door.valid"),
    ("dark.canvas", "door.valid"),
)  # fmt: skip
STEPS = 7
AT_ONE_MOMENT_S = 1_000.0


def take_sheets(folder: Path, say: Callable[[str], None]) -> list[str]:
    """Write every sheet into this folder; gives the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for language in LANGUAGES:
        for theme in Theme:
            say(f"{language} {theme.value}…")
            for kind, scenes in (("verdicts", verdicts), ("pages", pages)):
                file = f"{kind}-{language}-{theme.value}.png"
                pictures = [taken(scene, language, Appearance(theme)) for scene in scenes(language)]
                _sheet(pictures).save(folder / file, optimize=True)
                written.append(file)
    say("200 %…")
    large = [
        taken(scene, language, Appearance(text_percent=200))
        for language in LANGUAGES
        for scene in (*verdicts(language)[:8:3], *pages(language)[0:14:13])
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
    return sheet.quantize(palette=_palette(), dither=Image.Dither.NONE)


def _palette() -> Image:
    """The door's grounds and inks, and the steps between each of them: letters stay as sharp as
    they are, and a sheet stays small."""
    from PIL import Image

    colours = [
        tuple(
            round(low + (high - low) * step / (STEPS - 1)) for low, high in zip(a, b, strict=True)
        )
        for a, b in ((_rgb(ground), _rgb(ink)) for ground, ink in BLENDS)
        for step in range(STEPS)
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in colours for part in colour])
    return palette


def _rgb(name: str) -> tuple[int, int, int]:
    token_hex = token(name).removeprefix("#")
    red, green, blue = (int(token_hex[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue
