#!/usr/bin/env bash
# Makes this clone ready to run: system libraries through apt, a virtual environment in .venv,
# the locked Python packages, and Podium Desk itself in editable form.
#
# A second run finds the stamp .venv/.ok and is done at once. The stamp says from what the
# environment was made and is written last, so an interrupted run starts over by itself.
#
# PY=python3.12 chooses the interpreter. PIP_* variables and pip's configuration files count as
# usual, so a mirror is set with PIP_INDEX_URL or pip.conf. PODIUM_SKIP_APT=1 leaves the system
# packages to you. `setup.sh tests` also installs what only the tests need (apt-packages-test.txt).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PY=${PY:-python3}
STAMP=.venv/.ok
APT_LIST=installer/apt-packages.txt

main() {
    wait_for_other_run
    check_python
    if ! is_ready; then
        make_ready
    fi
    if [ "${1:-}" = tests ]; then
        APT_LIST=installer/apt-packages-test.txt
        install_system_packages
    fi
}

make_ready() {
    install_system_packages
    if [ "$(cat .venv/.packages 2>/dev/null)" != "$(packages_fingerprint)" ] || ! is_alive; then
        build_environment
    fi
    say "Installing Podium Desk itself into .venv"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --no-deps --no-build-isolation --editable .
    fingerprint > "$STAMP"
    say "Ready."
}

# Two makes at once would build one .venv twice: the second waits for the first.
wait_for_other_run() {
    exec 9< installer/setup.sh
    if command -v flock > /dev/null; then
        flock 9
    fi
}

check_python() {
    if ! command -v "$PY" > /dev/null; then
        fail "$PY is not there. Install Python 3.11 or newer, or name one: make test PY=python3.12"
    fi
    if ! "$PY" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        fail "$PY is $("$PY" -V 2>&1). Podium Desk needs 3.11 or newer; name one: make test PY=python3.12"
    fi
}

is_ready() {
    [ "$(cat "$STAMP" 2>/dev/null)" = "$(fingerprint)" ] && is_alive
}

is_alive() {
    .venv/bin/python -c '' 2> /dev/null
}

# All that the environment was made from. The path counts because a virtual environment does
# not survive being moved.
fingerprint() {
    packages_fingerprint
    cksum pyproject.toml installer/setup.sh "$APT_LIST"
}

packages_fingerprint() {
    pwd -P
    "$PY" -c 'import sys; print(sys.base_prefix, sys.version)'
    cksum requirements.lock
}

build_environment() {
    say "Making the virtual environment .venv with $("$PY" -V)"
    rm -rf .venv
    if ! "$PY" -m venv .venv; then
        rm -rf .venv
        fail "$PY cannot make a virtual environment. On Debian and Ubuntu install python3-venv (or python3.X-venv of that version)."
    fi
    say "Installing the locked Python packages (the first time this fetches some 200 MB)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: --requirement requirements.lock ||
        fail "pip could not install the packages; its reason stands above. Without a network set PIP_INDEX_URL to a mirror. A 64-bit ARM computer needs Debian 13 or newer."
    packages_fingerprint > .venv/.packages
}

install_system_packages() {
    if [ -n "${PODIUM_SKIP_APT:-}" ]; then
        return
    fi
    if ! command -v dpkg-query > /dev/null || ! command -v apt-get > /dev/null; then
        say "This is no Debian or Ubuntu: what follows must be there already, under its name here."
        grep -v '^#' "$APT_LIST"
        return
    fi
    missing=$(missing_packages)
    if [ -z "$missing" ]; then
        return
    fi
    say "These system packages are missing:"
    for package in $missing; do
        grep "^$package " "$APT_LIST"
    done
    choose_privileges
    say "Installing them with apt-get (its words go to build/apt.log)"
    if ! all_known $missing; then
        update_lists
    fi
    # The lists may name versions that the mirror has replaced since: then fetch them and try again.
    if ! apt_install $missing; then
        update_lists
        apt_install $missing || { tail -n 20 build/apt.log >&2; fail "apt-get could not install them."; }
    fi
}

missing_packages() {
    listed_packages | while read -r package; do
        if [ "$package" = python3-venv ] && "$PY" -c 'import ensurepip, venv' 2> /dev/null; then
            continue
        fi
        if ! is_installed "$package" && ! is_installed "${package}t64"; then
            echo "$package"
        fi
    done
}

listed_packages() {
    sed -e '/^#/d' -e '/^$/d' -e 's/ .*//' "$APT_LIST"
}

is_installed() {
    dpkg-query --show --showformat '${db:Status-Abbrev}\n' "$1" 2> /dev/null | grep -q '^.i '
}

all_known() {
    for package; do
        is_known "$package" || is_known "${package}t64" || return 1
    done
}

is_known() {
    apt-cache show --no-all-versions "$1" 2> /dev/null | grep -q '^Package:'
}

archive_names() {
    for package; do
        if is_known "${package}t64"; then
            echo "${package}t64"
        else
            echo "$package"
        fi
    done
}

choose_privileges() {
    if [ "$(id -u)" = 0 ]; then
        SUDO=()
    elif command -v sudo > /dev/null && { [ -t 1 ] || sudo -n true 2> /dev/null; }; then
        say "They are installed with sudo, which may ask for your password."
        SUDO=(sudo)
    else
        fail "Ask your administrator to run this line, then start again:
  apt-get update && apt-get install --no-install-recommends $(echo $missing)"
    fi
}

apt_install() {
    # shellcheck disable=SC2046
    apt install --yes --no-install-recommends $(archive_names "$@")
}

update_lists() {
    apt update || say "apt-get update did not go well; trying with the lists there are."
}

apt() {
    mkdir -p build
    ${SUDO[@]+"${SUDO[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get "$@" >> build/apt.log 2>&1
}

say() {
    echo "==> $*"
}

fail() {
    echo "podium-desk: $*" >&2
    exit 1
}

main "$@"
