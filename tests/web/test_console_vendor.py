"""What others wrote lies here unchanged, with its licence, and calls nobody."""

import hashlib
import json
from pathlib import Path

import wa_support.web

STATIC = Path(wa_support.web.__file__).parent / "static"
VENDOR = STATIC / "vendor"
ASSETS = json.loads((VENDOR / "vendor.lock.json").read_text())["assets"]


def test_every_vendored_file_is_the_one_in_the_lock_and_has_its_licence() -> None:
    for asset in ASSETS:
        assert hashlib.sha256((VENDOR / asset["file"]).read_bytes()).hexdigest() == asset["sha256"]
        assert len((VENDOR / asset["licence_file"]).read_text()) > 200


def test_nothing_lies_in_the_vendor_folder_without_being_in_the_lock() -> None:
    listed = {asset[key] for asset in ASSETS for key in ("file", "licence_file")}
    found = {path.name for path in VENDOR.iterdir()}
    assert found == listed | {"README.md", "vendor.lock.json"}


def test_no_file_points_to_a_source_map_or_loads_from_another_host() -> None:
    for path in STATIC.rglob("*.*"):
        content = path.read_text()
        assert "sourceMappingURL" not in content, path
        assert "@import" not in content, path
        assert "url(http" not in content, path
