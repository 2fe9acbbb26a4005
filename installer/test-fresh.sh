#!/usr/bin/env bash
# The README's two commands on an empty Debian 12: a minbase root with git, make and python3 and
# nothing else. Needs root, debootstrap, about 3 GB under /tmp and some minutes.
#
#   COMMANDS="setup test"   what to make there instead of "demo test"
#   SUITE=trixie            another release of Debian
#   KEEP=1                  leaves the root standing to look around in
#
# This machine's apt sources, certificates and pip configuration (a mirror, say) are copied in, so
# that the try works wherever the machine itself can install.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=${ROOT:-/tmp/podium-desk-fresh}
COMMANDS=${COMMANDS:-demo test}
SUITE=${SUITE:-bookworm}

main() {
    [ "$(id -u)" = 0 ] || { echo "make test-fresh needs root: debootstrap and chroot do" >&2; exit 1; }
    command -v debootstrap > /dev/null || { echo "install debootstrap first" >&2; exit 1; }
    trap clean_up EXIT
    make_root
    clone
    for command in $COMMANDS; do
        run_inside "$command, first time"
        run_inside "$command, second time"
    done
}

make_root() {
    local start=$SECONDS
    debootstrap --variant=minbase --include=git,make,python3,ca-certificates "$SUITE" "$ROOT" \
        "${MIRROR:-http://deb.debian.org/debian}" > /tmp/podium-desk-debootstrap.log
    copy_in /etc/resolv.conf
    copy_in /etc/apt/sources.list.d/debian.sources
    copy_in /etc/apt/apt.conf.d
    copy_in /etc/pip.conf
    copy_in /etc/ssl/certs
    copy_in /usr/local/share/ca-certificates
    if [ -s "$ROOT/etc/apt/sources.list.d/debian.sources" ]; then
        rm -f "$ROOT/etc/apt/sources.list"
        sed -i "s/bookworm/$SUITE/" "$ROOT/etc/apt/sources.list.d/debian.sources"
    fi
    mount -t proc proc "$ROOT/proc"
    mount -t tmpfs tmpfs "$ROOT/dev/shm"
    # Terminals of its own: the serial line's tests open some.
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$ROOT/dev/pts"
    ln -sf pts/ptmx "$ROOT/dev/ptmx"
    echo "== Debian $SUITE root in $((SECONDS - start)) s, $(chroot "$ROOT" dpkg-query -f '.\n' -W | wc -l) packages"
}

copy_in() {
    if [ -e "$1" ]; then
        mkdir -p "$ROOT$(dirname "$1")"
        cp -aL "$1" "$ROOT$(dirname "$1")/" 2> /dev/null || true
    fi
}

# What git would clone once all is committed: tracked files and new ones, none that are ignored.
clone() {
    mkdir -p "$ROOT/root/podium-desk"
    git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
        [ ! -e "$file" ] || printf '%s\0' "$file"
    done | tar --null --files-from - --create | tar --extract --directory "$ROOT/root/podium-desk"
    git -C "$ROOT/root/podium-desk" init --quiet
    git -C "$ROOT/root/podium-desk" add --all
}

run_inside() {
    local start=$SECONDS
    echo "== make $1"
    chroot "$ROOT" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        LANG=C.UTF-8 make -C /root/podium-desk "${1%%,*}"
    echo "== make $1: $((SECONDS - start)) s"
}

clean_up() {
    for mounted in dev/pts dev/shm proc; do
        ! mountpoint --quiet "$ROOT/$mounted" || umount "$ROOT/$mounted"
    done
    [ -n "${KEEP:-}" ] || rm -rf --one-file-system "$ROOT"
}

main
