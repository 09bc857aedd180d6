"""One page of the account's templates: filters, cursors, summary."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from wa_support.simulator.refusals import Refused
from wa_support.simulator.templates.template import Template

_DEFAULT_LIMIT: Final = 25
_CURSOR: Final = "template:"
_FILTERS: Final[dict[str, Callable[[Template], str]]] = {
    "status": lambda template: template.status,
    "category": lambda template: template.category,
    "language": lambda template: template.language,
    "name": lambda template: template.name,
    "quality_score": lambda template: template.quality,
}


def page_of(
    templates: Sequence[Template], asked: Mapping[str, str], *, address: str, limit: int
) -> dict[str, Any]:
    """`asked` are the query's parameters, `address` where the list is, `limit` the account's."""
    found = [each for each in templates if _wanted(each, asked)]
    page, more = _cut(found, asked)
    told: dict[str, Any] = {"data": [each.as_json(asked.get("fields")) for each in page]}
    if page:
        told["paging"] = _paging(page, more, asked, address)
    if asked.get("summary"):
        told["summary"] = _summary(asked["summary"], count=len(templates), limit=limit)
    return told


def _wanted(template: Template, asked: Mapping[str, str]) -> bool:
    for key, value_of in _FILTERS.items():
        wanted = asked.get(key)
        if wanted and value_of(template).upper() not in wanted.upper().split(","):
            return False
    words = asked.get("name_or_content", "").lower()
    body = template.part("BODY") or {"text": ""}
    return words in f"{template.name}\n{body['text']}".lower()


def _cut(found: list[Template], asked: Mapping[str, str]) -> tuple[list[Template], bool]:
    """The page, and whether more come after it."""
    size = _size(asked.get("limit"))
    if "before" in asked:
        mark = _order(asked["before"])
        return [each for each in found if each.order < mark][-size:], True
    mark = _order(asked["after"]) if "after" in asked else 0
    left = [each for each in found if each.order > mark]
    return left[:size], len(left) > size


def _size(limit: str | None) -> int:
    if limit is None:
        return _DEFAULT_LIMIT
    if not limit.isdecimal() or int(limit) < 1:
        raise Refused(100, title="(#100) limit must be a positive number")
    return int(limit)


def _paging(
    page: list[Template], more: bool, asked: Mapping[str, str], address: str
) -> dict[str, Any]:
    before, after = _cursor(page[0]), _cursor(page[-1])
    paging: dict[str, Any] = {"cursors": {"before": before, "after": after}}
    if more:
        rest = {key: value for key, value in asked.items() if key not in {"after", "before"}}
        paging["next"] = f"{address}?{urlencode(rest | {'after': after})}"
    return paging


def _cursor(template: Template) -> str:
    return base64.urlsafe_b64encode(f"{_CURSOR}{template.order}".encode()).decode()


def _order(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor.encode()).decode()
    except (binascii.Error, UnicodeError):
        text = ""
    order = text.removeprefix(_CURSOR)
    if order == text or not order.isdecimal():
        raise bad_cursor()
    return int(order)


def bad_cursor() -> Refused:
    return Refused(131059, "The cursor is not valid; ask again without one")


def _summary(asked: str, *, count: int, limit: int) -> dict[str, Any]:
    known = {
        "total_count": count,
        "message_template_count": count,
        "message_template_limit": limit,
    }
    return {name: known[name] for name in asked.split(",") if name in known}
