"""Whatever one thing is missing or of the wrong type, nothing raises and no item goes silent."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.whatsapp.fixtures import NAMES, tree
from wa_support.domain.errors import Unreadable
from wa_support.whatsapp.payloads import dedup_key, parse_tree

ODD: list[Any] = [None, True, 0, -1, 10**19, 1.5, "", "x", [], {}, [None], [[]], {"x": []}, ["y"]]
LISTS = ("messages", "statuses", "message_echoes")
Path = tuple[str | int, ...]


def paths(value: Any, here: Path = ()) -> Iterator[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inner:
        yield (*here, key)
        if isinstance(each, dict | list):
            yield from paths(each, (*here, key))


def parent_of(body: Any, path: Path) -> Any:
    for key in path[:-1]:
        body = body[key]
    return body


def without(body: Any, path: Path) -> Any:
    body = copy.deepcopy(body)
    del parent_of(body, path)[path[-1]]
    return body


def replaced(body: Any, path: Path, odd: Any) -> Any:
    body = copy.deepcopy(body)
    parent_of(body, path)[path[-1]] = copy.deepcopy(odd)
    return body


def items_in(value: Any) -> Iterator[Any]:
    """Every element of a list called messages, statuses or message_echoes, at any depth."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key in LISTS and isinstance(each, list):
                yield from each
            yield from items_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from items_in(each)


def check(body: Any) -> None:
    try:
        events = parse_tree(body)
    except Unreadable:
        assert not isinstance(body, dict) or not isinstance(body.get("entry"), list)
        return
    told = [json.dumps(event.raw) for event in events]
    for item in items_in(body):
        assert any(json.dumps(item) in raw for raw in told)
    assert all(dedup_key(event) for event in events)


@pytest.mark.parametrize("name", NAMES)
def test_deleting_any_one_path_loses_nothing_else(name: str) -> None:
    body = tree(name)
    for path in paths(body):
        check(without(body, path))


@pytest.mark.parametrize("name", NAMES)
def test_no_note_repeats_what_stood_in_the_body(name: str) -> None:
    body, number = tree(name), "900101-1234567"
    for path in paths(body):
        if not isinstance(parent_of(body, path)[path[-1]], dict | list):
            notes = [event.note or "" for event in parse_tree(replaced(body, path, number))]
            assert number not in " ".join(notes)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_putting_anything_odd_anywhere_loses_nothing_else(name: str, data: st.DataObject) -> None:
    body = tree(name)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(paths(body)) or [("object",)]))
        body = replaced(body, path, data.draw(st.sampled_from(ODD)))
        if not body:
            break
    check(body)


@pytest.mark.parametrize("odd", ODD)
def test_every_path_of_every_fixture_bears_this_odd_value(odd: Any) -> None:
    for name in NAMES:
        body = tree(name)
        for path in paths(body):
            check(replaced(body, path, odd))
