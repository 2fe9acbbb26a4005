"""Where words, fonts, icons, sounds and layouts lie, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """The path of a resource by its place under `resources/`, e.g. ``("fonts", "OFL.txt")``.

    Raises `FileNotFoundError` naming the resource when the installation is not whole.
    """
    for root in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"resource {'/'.join(parts)} is missing: install Podium Desk again")
