"""Lock files hold names, versions and hashes, and never the address of a registry."""

import json
from pathlib import Path

import pytest

from tools import locks

HASH = "    --hash=sha256:" + "a" * 64
SOUND = f"django==5.2.19 \\\n{HASH} \\\n{HASH}\n"


@pytest.mark.parametrize(
    "line",
    [
        "--index-url somewhere",
        "--find-links wheels",
        "django>=5.2 \\",
        "django==5.2.19",
        "django @ https://mirror.example/django.whl \\",
        "    --hash=md5:abc",
    ],
)
def test_a_line_that_is_no_pinned_package_is_found(tmp_path: Path, line: str) -> None:
    lock = tmp_path / "dev.lock"
    lock.write_text(f"{SOUND}{line}\n{HASH}\n")
    assert locks.complaints_about_python(lock) != []


def test_a_sound_lock_has_nothing_to_complain_of(tmp_path: Path) -> None:
    lock = tmp_path / "dev.lock"
    lock.write_text(SOUND)
    assert locks.complaints_about_python(lock) == []


def test_an_address_or_a_missing_hash_in_the_npm_lock_is_found(tmp_path: Path) -> None:
    lock = tmp_path / "package-lock.json"
    packages = {
        "": {},
        "node_modules/sound": {"version": "1", "integrity": "sha512-x"},
        "node_modules/placed": {
            "integrity": "sha512-x",
            "resolved": "https://mirror.example/a",
        },
        "node_modules/bare": {"version": "1"},
    }
    lock.write_text(json.dumps({"packages": packages}))
    found = " ".join(locks.complaints_about_npm(lock))
    assert "placed" in found
    assert "bare" in found
    assert "sound" not in found


def test_the_locks_of_this_checkout_are_sound() -> None:
    assert locks.main() == 0
