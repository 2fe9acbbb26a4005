"""What a screen reader is told when the door's screen changes (WCAG 4.1.3): each thing once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podium_desk.presentation.door_view import DoorView, Panel


def news(view: DoorView, before: DoorView) -> tuple[str, ...]:
    """The sentences: a result or a page, else another tile; then what was done, and new bands."""
    told = []
    if view.spoken_serial != before.spoken_serial:
        told.append(view.spoken)
    elif _chosen(view.panel) != _chosen(before.panel):
        told.append(_chosen(view.panel))
    if view.notice != before.notice:
        told.append(view.notice)
    # A band that only grows older, "OFFLINE 14 min", is the same one.
    known = {band.icon for band in before.bands}
    told += [band.text for band in view.bands if band.icon not in known]
    return tuple(sentence for sentence in told if sentence)


def _chosen(panel: Panel) -> str:
    """The words of the tile that Enter takes."""
    found = next((tile for tile in panel.tiles if tile.is_chosen), None)
    return "" if found is None else f"{found.label} {found.detail}".strip()
