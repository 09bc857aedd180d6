"""What the four template fields say, read with care.

Source: Meta, "webhooks/reference", pages message_template_status_update,
message_template_quality_update, message_template_components_update and template_category_update.
"""

import re
from typing import Final

from wa_support.domain.dates import rfc3339
from wa_support.domain.templates.news import TemplateNews
from wa_support.domain.templates.template import TemplateKey
from wa_support.whatsapp.place import Place
from wa_support.whatsapp.reading import Json, inside, milliseconds, text

FIELDS: Final = frozenset(
    {
        "message_template_status_update",
        "message_template_quality_update",
        "message_template_components_update",
        "template_category_update",
    }
)
_LIMIT: Final = 500
_NAME: Final = re.compile(r"[A-Z][A-Z0-9_]{1,39}")
_TEMPLATE: Final = re.compile(r"[A-Za-z0-9_]{1,512}")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?")


def template_news(place: Place, value: Json) -> TemplateNews | None:
    """None for other fields, and for a template without its name and language."""
    name = template_name(value.get("message_template_name"))
    language = language_code(value.get("message_template_language"))
    if place.field_name not in FIELDS or name is None or language is None:
        return None
    now, due = _categories(value)
    return TemplateNews(
        key=TemplateKey(name=name, language=language),
        meta_id=text(value.get("message_template_id")),
        at=place.at,
        event=upper(value.get("event")),
        reason=_reason(value),
        quality=upper(value.get("new_quality_score")),
        category=now or upper(value.get("message_template_category")),
        category_next=due,
        category_next_at=milliseconds(value.get("category_update_timestamp")),
        settles=now is not None and due is None,
    )


def template_name(value: object) -> str | None:
    """None for what Meta allows no template to be called."""
    name = text(value)
    return name if name and _TEMPLATE.fullmatch(name) else None


def language_code(value: object) -> str | None:
    """Webhooks write `en-US`, the API `en_US`."""
    code = text(value)
    return code.replace("-", "_") if code and _LANGUAGE.fullmatch(code) else None


def upper(value: object) -> str | None:
    """One of Meta's names, which it writes in either case; they are open sets."""
    name = (text(value) or "").upper()
    return name if _NAME.fullmatch(name) else None


def _categories(value: Json) -> tuple[str | None, str | None]:
    """What it is in now, and what it will be in. The notice a day ahead calls the present category
    `new_category` and has the coming one in `correct_category`."""
    return upper(value.get("new_category")), upper(value.get("correct_category"))


def _reason(value: Json) -> str | None:
    """All that Meta says about why, in one line; `NONE` is nothing."""
    reason, other, rejected = (
        upper(value.get("reason")), inside(value, "other_info"), inside(value, "rejection_info"),
    )  # fmt: skip
    said = (
        reason if reason != "NONE" else None,
        text(other.get("title")),
        text(other.get("description")),
        text(rejected.get("reason")),
        text(rejected.get("recommendation")),
        _since(inside(value, "disable_info").get("disable_date")),
    )
    return " · ".join(" ".join(each.split()) for each in said if each)[:_LIMIT] or None


def _since(date: object) -> str | None:
    """A Unix time as a number or a text, or a date in words."""
    at = milliseconds(date)
    day = text(date) if at is None else rfc3339(at)[:10]
    return f"since {day}" if day else None
