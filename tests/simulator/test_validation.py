import copy
from typing import Any

import pytest

from wa_support.simulator.refusals import Refused
from wa_support.simulator.validation import check_message

Body = dict[str, Any]


def _text(body: object) -> Body:
    return {"type": "text", "text": {"body": body}}


def _buttons(*titles: str, body: str = "?", id: str = "b") -> Body:
    replies = [
        {"type": "reply", "reply": {"id": f"{id}{n}", "title": title}}
        for n, title in enumerate(titles)
    ]
    interactive = {"type": "button", "body": {"text": body}, "action": {"buttons": replies}}
    return {"type": "interactive", "interactive": interactive}


def _list(*rows: Body, button: str = "고르기", body: str = "?") -> Body:
    action = {"button": button, "sections": [{"rows": list(rows)}]}
    return {
        "type": "interactive",
        "interactive": {"type": "list", "body": {"text": body}, "action": action},
    }


def _row(n: int = 0, title: str = "row", description: str = "more", id: str = "r") -> Body:
    return {"id": f"{id}{n}", "title": title, "description": description}


_TEMPLATE: Body = {"type": "template", "template": {"name": "late", "language": {"code": "ko"}}}


@pytest.mark.parametrize(
    "body",
    [
        _text("x" * 4096),
        _buttons("가" * 20, "b", "c", body="x" * 1024, id="i" * 255),
        _list(*[_row(n, "t" * 24, "d" * 72) for n in range(10)], button="b" * 20, body="x" * 4096),
        _list(_row(0, id="i" * 199)),
        _TEMPLATE,
        _text("x") | {"biz_opaque_callback_data": "o" * 512},
    ],
)
def test_everything_up_to_the_limit_is_accepted(body: Body) -> None:
    check_message({"messaging_product": "whatsapp"} | body)


def _without(body: Body, *path: str | int) -> Body:
    changed = copy.deepcopy(body)
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return changed


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"messaging_product": "telegram"} | _text("x"), 100),
        (_text("x" * 4097), 100),
        (_text(""), 131008),
        (_text(None), 131008),
        (_text(7), 131009),
        ({"type": "text"}, 131008),
        ({"type": "text", "text": "x"}, 131009),
        ({}, 131008),
        ({"type": "poem"}, 100),
        ({"type": "image", "image": {"id": "1", "filename": "a.jpg"}}, 100),
        ({"type": "image", "image": {"caption": "a photo"}}, 131008),
        ({"type": "sticker", "sticker": {"id": "1"}}, 131051),
        (_text("x") | {"category": "utility"}, 100),
        (_text("x") | {"biz_opaque_callback_data": "o" * 513}, 100),
        (_buttons("가" * 21), 131009),
        (_buttons("a", "b", "c", "d"), 131009),
        (_buttons(), 131008),
        (_buttons("same", "same"), 131009),
        (_buttons("a", body="x" * 1025), 131009),
        (_buttons("a", id="i" * 256), 131009),
        (_without(_buttons("a"), "interactive", "body"), 131008),
        (
            _without(_buttons("a"), "interactive", "action", "buttons", 0, "reply", "title"),
            131008,
        ),
        (_list(*[_row(n) for n in range(11)]), 131009),
        (_list(_row(1), _row(1)), 131009),
        (_list(_row(title="t" * 25)), 131009),
        (_list(_row(description="d" * 73)), 131009),
        (_list(_row(id="i" * 200)), 131009),
        (_list(_row(), button="b" * 21), 131009),
        (_list(_row(), body="x" * 4097), 131009),
        (_list(), 131008),
        (_without(_TEMPLATE, "template", "language"), 131008),
    ],
)
def test_what_the_platform_refuses_is_refused_with_its_code(body: Body, code: int) -> None:
    with pytest.raises(Refused) as caught:
        check_message({"messaging_product": "whatsapp"} | body)
    assert caught.value.code == code


def test_two_sections_need_titles() -> None:
    body = _list(_row(1))
    body["interactive"]["action"]["sections"].append({"title": "more", "rows": [_row(2)]})
    with pytest.raises(Refused, match=r"section\.title"):
        check_message({"messaging_product": "whatsapp"} | body)
