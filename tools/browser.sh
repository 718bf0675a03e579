#!/usr/bin/env bash
# Make sure that Chromium and a Chinese font are there for the browser journeys.
set -euo pipefail

missing=()
command -v chromium >/dev/null || [ -x /usr/bin/chromium ] || missing+=(chromium)
[ -d /usr/share/fonts/opentype/noto ] &&
    compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' >/dev/null ||
    missing+=(fonts-noto-cjk)
[ ${#missing[@]} -eq 0 ] && exit 0

prefix=()
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        echo "浏览器测试需要：apt-get install ${missing[*]}" >&2
        echo "The browser journeys need: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    prefix=(sudo -n)
fi
if ! command -v apt-get >/dev/null; then
    echo "The browser journeys need: ${missing[*]} (Debian names)" >&2
    exit 1
fi
echo "installing ${missing[*]}" >&2
"${prefix[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
"${prefix[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends "${missing[@]}" >/dev/null
