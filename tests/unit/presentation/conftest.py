"""The desk in memory that the windows are tested with serves their presenters too."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "ui"))
