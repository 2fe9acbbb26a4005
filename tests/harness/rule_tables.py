"""The worked tables of docs/rules, so that their rows are the tests."""

from __future__ import annotations

from pathlib import Path

RULES = Path(__file__).resolve().parents[2] / "docs" / "rules"


def rows_under(page: str, heading: str) -> list[tuple[str, ...]]:
    """The cells of each row of the first table under a heading of a page of the rules."""
    text = (RULES / page).read_text("utf-8").split(f"{heading}\n", 1)[1]
    lines = text.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
    return rows
