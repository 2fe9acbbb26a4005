"""Settings are frozen, an unknown key is an error, and they are kept whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from podium_desk.config import Settings, SettingsError, write_secret


def test_settings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    settings = Settings(store_url="http://127.0.0.1:8470", printer='sim://"x"\\', language="en")
    settings.write(path)
    assert Settings.read(path) == settings


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert Settings.read(tmp_path / "none.toml") == Settings()


@pytest.mark.parametrize("text", ['colour = "red"', "printer = 9100", "printer = ", "\xff"])
def test_wrong_settings_are_said_and_not_guessed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        Settings.read(path)


def test_a_secret_is_readable_by_its_owner_only_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "device.key"
    write_secret(path, b"seed")
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        write_secret(path, b"other")
    assert path.read_bytes() == b"seed"
