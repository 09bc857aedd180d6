"""Why a message has not gone out is said in the language of the page."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask

from wa_support.web.console.send_words import KOREAN, in_words

_SAYS = {"NextStep", "cancel_unsent", "move"}
_FLOW = Path(__file__).parents[2] / "wa_support" / "flow"


def reasons() -> Iterator[str]:
    """What the outbox and those around it give as a reason, with `x` for what varies."""
    for file in sorted(_FLOW.glob("*.py")):
        for call in ast.walk(ast.parse(file.read_text())):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            given = {one.arg: one.value for one in call.keywords}
            if name in _SAYS and "reason" in given:
                yield from _said(given["reason"], f"wa_support.flow.{file.stem}")


def _said(value: ast.expr, module: str) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(words)):
            yield words
        case ast.JoinedStr(values=parts):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "x" for one in parts)
        case ast.Name(id=name) if name.isupper():
            yield getattr(import_module(module), name)


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)
    made.secret_key = "k"
    return made


@pytest.mark.parametrize("reason", sorted(set(reasons())))
def test_a_reason_of_ours_is_known_in_korean(app: Flask, reason: str) -> None:
    with app.test_request_context("/"):
        assert re.search("[가-힣]", in_words(reason)), reason


@pytest.mark.parametrize("reason", KOREAN)
def test_a_reason_stays_as_it_is_in_english(app: Flask, reason: str) -> None:
    with app.test_request_context("/?lang=en"):
        assert in_words(reason.format(why="#190", owner="Minji")) == reason.format(
            why="#190", owner="Minji"
        )


def test_metas_own_words_stay(app: Flask) -> None:
    with app.test_request_context("/"):
        assert in_words("131047 Re-engagement message") == "131047 Re-engagement message"
