"""What guests hold in front of a door's camera: the paper that a counter prints, a little askew, or
something that is no ticket."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from random import Random

import segno
from PIL import Image

from podium_desk.application.papers import Papers
from podium_desk.application.workplace import Workplace
from podium_desk.documents.preview import paper_picture
from podium_desk.documents.raster import screen_raster
from podium_desk.domain.ids import TicketId
from podium_desk.i18n.words import Words

_FRAME = (1280, 960)
_TABLE = (92, 88, 84)
_ASKEW_DEGREES = 8
_STRANGE = "https://www.example.org/menu?tafel="


def ticket_picture(work: Workplace, ticket: TicketId, file: Path, rng: Random) -> None:
    """The ticket's own paper as the printer draws it, before a camera."""
    paper = Papers(work).ticket_paper(ticket, Words("nl"))
    _keep(paper_picture(screen_raster(paper)).convert("RGB"), file, rng)


def strange_picture(number: int, file: Path, rng: Random) -> None:
    """A code of something else: a menu's address."""
    drawn = BytesIO()
    segno.make(f"{_STRANGE}{number}", micro=False).save(drawn, kind="png", scale=8)
    _keep(Image.open(drawn).convert("RGB"), file, rng)


def _keep(paper: Image.Image, file: Path, rng: Random) -> None:
    frame = Image.new("RGB", _FRAME, _TABLE)
    share = min(_FRAME[0] / paper.width, _FRAME[1] / paper.height, 1.0) * rng.uniform(0.92, 1.0)
    size = (int(paper.width * share), int(paper.height * share))
    askew = paper.resize(size, Image.Resampling.BILINEAR).rotate(
        rng.uniform(-_ASKEW_DEGREES, _ASKEW_DEGREES),
        Image.Resampling.BILINEAR, expand=True, fillcolor=_TABLE,
    )  # fmt: skip
    frame.paste(askew, ((_FRAME[0] - askew.width) // 2, (_FRAME[1] - askew.height) // 2))
    frame.save(file, "JPEG", quality=88)
