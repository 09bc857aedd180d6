"""Graph's answers about templates, read with care: one that cannot be read costs the others
nothing.

Source: Meta, "templates/template-management". Ids are texts, names come in upper case.
"""

from dataclasses import dataclass
from typing import Final

from wa_support.domain.templates.looks import Look, Made
from wa_support.domain.templates.template import TemplateKey
from wa_support.whatsapp.reading import Json, inside, listed, number, objects, text
from wa_support.whatsapp.template_news import language_code, template_name, upper

FIELDS: Final = (
    "id,name,language,status,category,components,rejected_reason,quality_score,correct_category,"
    "message_send_ttl_seconds"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`after` asks for the next one; `whole`: everything on it could be read."""

    looks: tuple[Look, ...]
    after: str | None
    whole: bool


def page_of(tree: Json, asked_at: int) -> Page | None:
    """None for what is no list. There is a next page only where Graph says so: cursors come with
    the last one too. One that cannot be asked for leaves the list less than whole."""
    if not isinstance(tree.get("data"), list):
        return None
    items = listed(tree["data"])
    looks = [look_of(each, asked_at) for each in objects(items)]
    paging = inside(tree, "paging")
    more = text(paging.get("next")) is not None
    after = text(inside(paging, "cursors").get("after")) if more else None
    return Page(
        looks=tuple(look for look in looks if look is not None),
        after=after,
        whole=len(looks) == len(items) and None not in looks and more == (after is not None),
    )


def look_of(item: Json, asked_at: int) -> Look | None:
    meta_id, name = text(item.get("id")), template_name(item.get("name"))
    status = upper(item.get("status"))
    language = language_code(item.get("language"))
    if meta_id is None or name is None or language is None or status is None:
        return None
    reason = upper(item.get("rejected_reason"))
    return Look(
        key=TemplateKey(name=name, language=language),
        meta_id=meta_id,
        status=status,
        category=upper(item.get("category")) or "UNKNOWN",
        asked_at=asked_at,
        reason=None if reason == "NONE" else reason,
        category_next=upper(item.get("correct_category")),
        quality=upper(inside(item, "quality_score").get("score")),
        lives_ms=_lives_ms(item.get("message_send_ttl_seconds")),
        components=tuple(dict(each) for each in objects(item.get("components"))),
    )


def _lives_ms(seconds: object) -> int | None:
    """-1 stands for the longest, which nobody here asks for."""
    found = number(seconds)
    return int(found) * 1000 if found is not None and found > 0 else None


def made_of(tree: Json) -> Made | None:
    meta_id = text(tree.get("id"))
    if meta_id is None:
        return None
    return Made(
        meta_id=meta_id,
        status=upper(tree.get("status")) or "PENDING",
        category=upper(tree.get("category")) or "UNKNOWN",
    )
