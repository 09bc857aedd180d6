"""The rooms and who may know whom; the size of a file."""

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "wa_support").rglob("*.py"))


def test_rooms_know_only_whom_they_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    # its own would silence every logger that is there, for the tests that come after
    monkeypatch.setattr("logging.config.dictConfig", lambda _config: None)
    assert lint_imports(no_cache=True) == 0


def test_no_file_is_longer_than_300_lines() -> None:
    long = {
        str(file): lines for file in FILES if (lines := len(file.read_text().splitlines())) > 300
    }
    assert not long


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{file.name}:{node.lineno} {node.name}"
        for file in FILES
        if "migrations" not in file.parts  # a revision is one list of statements
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert not long


def test_no_room_is_named_for_nothing() -> None:
    nameless = {"utils", "helpers", "common", "manager", "service"}
    assert not [file for file in FILES if file.stem in nameless]
