#!/usr/bin/env bash
# Makes a virtual environment and installs newsreel into it, or says in a sentence what is in the way.
# Usage: scripts/venv.sh FOLDER WHAT   (WHAT: . or .[dev])
set -euo pipefail
venv=$1 what=$2

newest_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local name
    for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3 python; do
        if command -v "$name" >/dev/null 2>&1 && newest_enough "$name"; then
            echo "$name"
            return
        fi
    done
    echo "newsreel needs Python 3.11 or newer and found none; install one, or name it: make PYTHON=/path/to/python3" >&2
    exit 1
}

make_venv() {
    "$1" -m venv "$venv" >/dev/null 2>&1 && return
    rm -rf "$venv"
    local package
    package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if command -v apt-get >/dev/null 2>&1; then
        local as=""
        [ "$(id -u)" = 0 ] || as="sudo -n"
        echo "This Python has no venv module; installing $package" >&2
        $as apt-get install -y -qq "$package" >/dev/null 2>&1 || $as apt-get install -y -qq python3-venv >/dev/null 2>&1 || true
        "$1" -m venv "$venv" >/dev/null 2>&1 && return
        rm -rf "$venv"
    fi
    echo "This Python cannot make virtual environments; install its venv module (Debian: sudo apt-get install $package) and run make again." >&2
    exit 1
}

if [ ! -x "$venv/bin/python" ] || ! newest_enough "$venv/bin/python"; then
    python=$(find_python)
    rm -rf "$venv"
    make_venv "$python"
fi
echo "installing newsreel into $venv" >&2
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$what" || {
    echo "pip could not install newsreel; its message above says why (most often: no connection to a package index)." >&2
    exit 1
}
