"""`ready`: whether a door can begin its evening, and what to do about what stands in the way."""

from __future__ import annotations

import contextlib
from typing import Any

import typer

from podium_desk.application.readiness import WindowSeen
from podium_desk.bootstrap import Device
from podium_desk.commands.device_status import ready_desk_of
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at
from podium_desk.config import Settings
from podium_desk.domain.readiness import CameraSeen, Light, Readiness
from podium_desk.i18n.words import Words
from podium_desk.presentation.readiness import advice_of, light_view, name_of, value_of
from podium_desk.venue_network import LAN_OFF, look_around

app = typer.Typer()
STATUS = {Light.GREEN: 0, Light.AMBER: 4, Light.RED: 5}
"""The exit status of each light: none of those that a command ends with by itself."""
_SIGNS = {Light.GREEN: "●", Light.UNSEEN: "○", Light.AMBER: "▲", Light.RED: "■"}
_CAMERA_S = 3.0


@app.command("ready", epilog="podium-desk ready deur1")
@command_line_faults
def ready(data: Data, as_json: AsJson = False) -> None:
    """Is this door ready for tonight? Exit status 0 green, 4 amber, 5 red."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        seen = WindowSeen(camera=_camera_of(device.settings), heard=_heard(device))
        found = ready_desk_of(device, seen).readiness()
        answer.done(readiness_as_data(found, answer.words), readiness_in_words(found, answer.words))
    raise typer.Exit(STATUS[found.light])


def readiness_as_data(found: Readiness, words: Words) -> dict[str, Any]:
    """The light and its list for programs."""
    return {
        "light": found.light.value,
        "lines": [
            {"matter": one.matter.value, "light": one.light.value, "case": one.case,
             **one.details, "says": value_of(one, words), "do": advice_of(one, words) or None}
            for one in found.findings
        ],
    }  # fmt: skip


def readiness_in_words(found: Readiness, words: Words) -> str:
    """The same for people: a line each, and below it what to do."""
    lines = [f"{_SIGNS[found.light]} {light_view(found, words).word}"]
    for one in found.findings:
        lines.append(f"  {_SIGNS[one.light]} {name_of(one, words)}: {value_of(one, words)}")
        advice = advice_of(one, words)
        lines += [f"      {advice}"] if advice else []
    return "\n".join(lines)


def _heard(device: Device) -> frozenset[int] | None:
    if device.settings.lan == LAN_OFF:
        return None
    return frozenset(peer.device for peer in look_around(device) if peer.is_heard)


def _camera_of(settings: Settings) -> CameraSeen:
    """Whether the camera of the settings gives a picture."""
    if not settings.camera:
        return CameraSeen.NONE
    from hardware.registry import open_frames
    from hardware.scanning.port import CameraFault, PictureFault

    with contextlib.closing(open_frames(settings.camera)) as source:
        try:
            source.next_frame(_CAMERA_S)
        except PictureFault:
            return CameraSeen.SEEN
        except CameraFault:
            return CameraSeen.ABSENT
    return CameraSeen.SEEN
