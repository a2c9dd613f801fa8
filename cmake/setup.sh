# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by ./run and ./check: says in a sentence what is wrong, installs what is missing, builds a preset.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }
stop() { say "$program: $*"; exit 3; }

# need_system: Debian 12, because the packages are named as there.
need_system() {
    local id="" version=""
    if [ -r /etc/os-release ]; then
        id=$(. /etc/os-release && echo "${ID:-}")
        version=$(. /etc/os-release && echo "${VERSION_ID:-}")
    fi
    [ "$id $version" = "debian 12" ] || [ -n "${MB_ANY_SYSTEM:-}" ] ||
        stop "this is ${id:-an unknown system} ${version}, and Meterbench is built on Debian 12; to try all the same, install the packages of cmake/packages.txt and set MB_ANY_SYSTEM=1"
}

# need_packages SET…: installs what is missing of these sets.
need_packages() {
    [ -z "${MB_ANY_SYSTEM:-}" ] || return 0
    local wanted missing=() package
    wanted=$(awk -v sets=" $* " '!/^#/ && NF == 2 && index(sets, " " $2 " ") { print $1 }' "$top/cmake/packages.txt")
    for package in $wanted; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || stop "these packages are missing and installing them needs root or sudo: ${missing[*]}"
        as_root=(sudo)
    fi
    say "$program: installing ${missing[*]}"
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        rm -f "$log"
        stop "the packages could not be installed (${missing[*]}); is the package source of this machine reachable? The last lines above say more"
    fi
    rm -f "$log"
}

# build PRESET: configures once, then builds; what the compiler says goes to a log and is shown only where it failed.
build() {
    local preset=$1 folder=$top/build/$1
    export CCACHE_BASEDIR=$top  # a clone in another folder finds what this one compiled
    [ "$preset" = ci ] && folder=$top/build/release
    mkdir -p "$folder"
    local log=$folder/build.log
    [ -f "$folder/build.ninja" ] && [ "$(cat "$folder/preset" 2>/dev/null)" = "$preset" ] || {
        say "$program: configuring $preset"
        (cd "$top" && cmake --preset "$preset") >"$log" 2>&1 || { tail -n 30 "$log" >&2; stop "configuring failed; the whole output is in $log"; }
        echo "$preset" >"$folder/preset"
    }
    # Looking for new source files is work for ninja even where there is nothing to compile: only what takes long is announced.
    (sleep 2 && say "$program: building $preset") &
    local announcement=$! built=yes
    cmake --build "$folder" >"$log" 2>&1 || built=no
    kill "$announcement" 2>/dev/null || true
    wait "$announcement" 2>/dev/null || true
    [ "$built" = yes ] || { grep -E -A 6 'error|FAILED' "$log" | head -n 60 >&2; stop "the build failed; the whole output is in $log"; }
}
