"""A real `pip install .[central]` in a fresh environment: it works, and brings no Qt."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.soak
def test_the_central_store_installs_without_qt(tmp_path, checkout):
    environment = tmp_path / "environment"
    run(sys.executable, "-m", "venv", environment)
    python = environment / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--no-input", f"{checkout}[central]")
    installed = run(python, "-m", "pip", "list", "--format=freeze").lower()
    assert "podium-desk==" in installed
    assert "fastapi==" in installed
    assert [name for name in ("pyside6", "shiboken6", "numpy", "opencv") if name in installed] == []
    found = run(python, "-I", "-c", "import podium_desk.central, sync; print(sync.__file__)")
    assert str(environment) in found


def run(*command):
    result = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False, timeout=600
    )
    assert result.returncode == 0, result.stderr
    return result.stdout
