"""What several commands are asked with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path, typer.Argument(metavar="DATA", help="The device's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
