#!/usr/bin/env bash
# Make a virtual environment with pip in it: make_venv.sh FOLDER
# Debian's python3 comes without venv and pip; root gets them installed, others are told how.
set -euo pipefail

folder=$1

say() { printf '%s\n' "$*" >&2; }

pick_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.11 python3.12 python3.13 python3.14}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    say "找不到 Python 3.11 或更高版本，请安装：apt-get install python3 python3-venv"
    say "Python 3.11 or newer is missing; install it: apt-get install python3 python3-venv"
    exit 1
}

python=$(pick_python)
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')

install_venv() {
    local prefix=()
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || return 1
        prefix=(sudo -n)
    fi
    command -v apt-get >/dev/null || return 1
    say "installing python3-venv"
    "${prefix[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 &&
        "${prefix[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            --no-install-recommends "python$version-venv" >/dev/null
}

can_venv() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }

# One that works is kept: somebody may be at work in it.
"$folder/bin/python" -m pip --version >/dev/null 2>&1 && exit 0
rm -rf "$folder"
if can_venv || { install_venv && can_venv; }; then
    "$python" -m venv "$folder"
elif "$python" -m pip --version >/dev/null 2>&1; then
    # No ensurepip, but a pip of the system: it can put another one into the environment.
    "$python" -m venv --without-pip "$folder"
    "$python" -m pip --python "$folder/bin/python" install --quiet pip
else
    say "Python $version 缺少 venv 模块。请管理员运行：apt-get install python$version-venv"
    say "Python $version lacks its venv module. Ask for: apt-get install python$version-venv"
    exit 1
fi
