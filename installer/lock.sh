#!/usr/bin/env bash
# Writes requirements.lock from pyproject.toml: one lock with hashes for Linux, Windows and macOS,
# Python 3.11 and newer. The tool that resolves lives in its own environment, because nothing else
# needs it. `make lock UPGRADE=1` takes the newest versions; without it only what must move moves.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ ! -x build/lock/bin/uv ]; then
    .venv/bin/python -m venv build/lock
    build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
fi
# A release younger than a week has not met the world yet.
build/lock/bin/uv pip compile pyproject.toml --extra central --extra desk --extra dev \
    --universal --python-version 3.11 --generate-hashes --no-config --exclude-newer '1 week' \
    --constraint installer/lock-constraints.txt --no-annotate --custom-compile-command 'make lock' \
    ${UPGRADE:+--upgrade} --quiet --output-file requirements.lock
echo "requirements.lock: $(grep -c '==' requirements.lock) packages"
