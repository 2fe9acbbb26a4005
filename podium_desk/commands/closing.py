"""`device closing-code` and `device take-closing-code`: what a device held, carried by another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from podium_desk.application.closing import Closed, NotTaken, closing_texts, take_texts
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at
from podium_desk.domain.closing_code import read_part

_PICTURE_SCALE = 6


@command_line_faults
def closing_code(
    data: Data,
    output: Annotated[Path, typer.Option("--output", metavar="DIR", help="For the pictures.")],
    as_json: AsJson = False,
) -> None:
    """Give back all that this device holds, as QR codes for another device to carry."""
    # Only this command draws codes.
    import segno

    answer = answer_for(data, as_json)
    with device_at(data) as device:
        texts = closing_texts(device.work)
    if not texts:
        answer.refused("nothing_held", answer.words("closing.nothing_held"))
    output.mkdir(parents=True, exist_ok=True)
    files = []
    for number, text in enumerate(texts, 1):
        stem = output / f"closing-{number}-of-{len(texts)}"
        stem.with_suffix(".txt").write_text(f"{text}\n", encoding="ascii")
        picture = segno.make(text, error="m", micro=False, boost_error=False)
        picture.save(str(stem.with_suffix(".png")), scale=_PICTURE_SCALE, border=4)
        files.append(f"{stem}.png")
    answer.done(
        {"parts": len(texts), "files": files, "codes": texts},
        answer.words("closing.made", n=len(texts), folder=str(output)),
    )


@command_line_faults
def take_closing_code(
    data: Data,
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="CODE", help="Texts of the parts.")
    ] = None,
    images: Annotated[
        list[Path] | None, typer.Option("--image", metavar="FILE", help="Pictures of them.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take the closing code of another device and carry it to the store."""
    answer = answer_for(data, as_json)
    texts = _checked(answer, [*(codes or []), *_in_pictures(answer, images or [])])
    with device_at(data) as device:
        found = take_texts(device.work, texts)
        if isinstance(found, NotTaken):
            _refuse(answer, found)
        is_there = contact(device, answer)
    _tell(answer, found, is_there)


def _checked(answer: Answer, texts: list[str]) -> list[str]:
    for text in texts:
        if read_part(text) is None:
            answer.refused("closing_damaged", answer.words("closing.no_part", text=text[:24]))
    if not texts:
        answer.wrong_use(answer.words("closing.no_codes"))
    return texts


def _in_pictures(answer: Answer, images: list[Path]) -> list[str]:
    # OpenCV loads slowly, and texts need none of it.
    from hardware.scanning.decoding import decode_picture
    from hardware.scanning.port import PictureFault

    texts = []
    for image in images:
        try:
            found = [code.text for code in decode_picture(image)]
        except PictureFault as fault:
            sentence = answer.words("closing.no_picture", file=str(image), why=str(fault))
            answer.refused("closing_no_picture", sentence)
        ours = [text for text in found if read_part(text) is not None]
        if not ours:
            answer.refused("closing_no_code", answer.words("closing.no_code", file=str(image)))
        texts += ours
    return texts


def _refuse(answer: Answer, refused: NotTaken) -> NoReturn:
    missing = ", ".join(str(number) for number in refused.missing)
    sentence = answer.words(f"closing.{refused.code}", missing=missing)
    if refused.missing:
        answer.refused(refused.code, sentence, missing=list(refused.missing))
    answer.refused(refused.code, sentence)


def _tell(answer: Answer, found: tuple[Closed, ...], is_there: bool) -> None:
    free, sold = sum(one.free for one in found), sum(one.sold for one in found)
    key = "closing.taken" if is_there else "closing.kept"
    answer.done(
        {"device": found[0].device, "name": found[0].name, "free": free, "sold": sold,
         "at_store": is_there},
        answer.words(key, n=free, device=found[0].name, sold=sold),
    )  # fmt: skip
