"""What the tidiness tests look at: the Python modules of the three packages, parsed once."""

from __future__ import annotations

import ast
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ("podium_desk", "sync", "hardware")


@dataclass(frozen=True)
class Module:
    """One source file: its path in the checkout, its text and its syntax tree."""

    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    @cached_property
    def imports(self) -> dict[str, int]:
        """Every imported module's full name, with a line where it is imported."""
        found: dict[str, int] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.update({alias.name: node.lineno for alias in node.names})
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found[node.module] = node.lineno
        return found

    def is_in(self, *parents: str) -> bool:
        """Whether it lies under one of these folders, e.g. ``podium_desk/domain``."""
        return any(self.path.is_relative_to(parent) for parent in parents)

    def at(self, node: ast.expr | ast.stmt) -> str:
        """The place of this piece of syntax, as editors understand it."""
        return f"{self.path}:{node.lineno}"


@pytest.fixture(scope="session")
def checkout() -> Path:
    return CHECKOUT


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    found = []
    for package in PACKAGES:
        for path in sorted((CHECKOUT / package).rglob("*.py")):
            found.append(Module(path.relative_to(CHECKOUT), path.read_text(encoding="utf-8")))
    assert len(found) > 20, "the packages are not where these tests look for them"
    return found


@pytest.fixture(scope="session")
def kept_files() -> list[Path]:
    """The files that git keeps or would keep, as paths in the checkout; skips outside a clone."""
    if not (CHECKOUT / ".git").exists():
        pytest.skip("not a git clone")
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    names = sorted({name for name in listing.split("\0") if name})
    return [Path(name) for name in names if (CHECKOUT / name).is_file()]
