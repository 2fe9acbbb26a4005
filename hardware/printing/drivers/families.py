"""The families of printers by name: how one is spoken with, as its address says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from hardware.device_url import BadDeviceUrl, DeviceUrl
from hardware.printing.drivers.escpos import EscPosTongue
from hardware.printing.drivers.fgl import FglProof, FglTongue
from hardware.printing.drivers.star import (
    LINE_MODE,
    RASTER_MODE,
    StarMode,
    StarProof,
    StarTongue,
)
from hardware.printing.drivers.talking import Paper, Tongue
from hardware.printing.drivers.zpl import ZplProof, ZplTongue
from hardware.printing.escpos_profile import EscPosProfile, Proof, escpos_profiles

ProofChoice = TypeVar("ProofChoice", bound=Enum)
Spoken = tuple[Paper, Tongue[Any]]


@dataclass(frozen=True, slots=True)
class Family:
    """A family of printers: how one is spoken with, and its own options in the URL."""

    spoken: Callable[[DeviceUrl], Spoken]
    options: tuple[str, ...] = ()


def _escpos(url: DeviceUrl) -> Spoken:
    model = _escpos_model(url)
    paper = _paper(url, model.width_dots, model.dpi)
    proof = _proof(url, Proof) if "proof" in url.options else model.proof
    profile = replace(model, width_dots=paper.width_dots, dpi=paper.dpi, proof=proof)
    return paper, EscPosTongue(profile)


def _escpos_model(url: DeviceUrl) -> EscPosProfile:
    name, known = url.options.get("profile"), escpos_profiles()
    if name is None:
        return EscPosProfile()
    if name not in known:
        raise BadDeviceUrl(url.text, f"profile must be one of {', '.join(sorted(known))}")
    return known[name]


def _star(url: DeviceUrl) -> Spoken:
    return _star_in(RASTER_MODE, url)


def _star_line(url: DeviceUrl) -> Spoken:
    return _star_in(LINE_MODE, url)


def _star_in(mode: StarMode, url: DeviceUrl) -> Spoken:
    paper = _paper(url, 576, 203)
    return paper, StarTongue(mode, paper.width_dots, _proof(url, StarProof))


def _fgl(url: DeviceUrl) -> Spoken:
    paper = _paper(url, 1100, 200, url.number("height", 400))
    return paper, FglTongue(paper, _proof(url, FglProof))


def _zpl(url: DeviceUrl) -> Spoken:
    height = url.number("height", 0, least=0)
    paper = _paper(url, 812, 203, height or None)
    has_cutter = url.choice("cutter", ("no", "yes")) == "yes"
    return paper, ZplTongue(paper, _proof(url, ZplProof), has_cutter=has_cutter)


def _paper(url: DeviceUrl, width: int, dpi: int, height: int | None = None) -> Paper:
    return Paper(url.number("width", width), url.number("dpi", dpi), height)


def _proof(url: DeviceUrl, choices: type[ProofChoice]) -> ProofChoice:
    return choices(url.choice("proof", tuple(choice.value for choice in choices)))


FAMILIES: dict[str, Family] = {
    "escpos": Family(_escpos, ("profile",)),
    "starline": Family(_star_line),
    "star": Family(_star),
    "fgl": Family(_fgl, ("height",)),
    "zpl": Family(_zpl, ("height", "cutter")),
}
