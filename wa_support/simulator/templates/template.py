"""A message template as the platform keeps it, and as Graph tells it."""

from dataclasses import dataclass
from typing import Any, Final

from wa_support.simulator.refusals import Refused

_TOLD: Final = ("name", "parameter_format", "components", "language", "status", "category", "id")
_KNOWN: Final = frozenset(
    {
        *_TOLD,
        "correct_category",
        "cta_url_link_tracking_opted_out",
        "degrees_of_freedom_spec",
        "health_status",
        "last_updated_time",
        "library_template_name",
        "message_send_ttl_seconds",
        "previous_category",
        "product_set_id",
        "quality_score",
        "rejected_reason",
        "source",
        "sub_category",
    }
)
"""Fields that may be asked for; the ones that have no value are left out of the answer."""

Component = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a business decides about a template; types and categories are upper-case."""

    name: str
    language: str
    category: str
    parameter_format: str
    components: tuple[Component, ...]
    ttl_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """`order` counts up with every creation, `submission` with every edit. `edited_at` are the
    edits made while it was approved, `quality_at` the last news of it, both UTC milliseconds."""

    id: str
    order: int
    name: str
    language: str
    category: str
    parameter_format: str
    components: tuple[Component, ...]
    ttl_seconds: int | None = None
    status: str = "PENDING"
    rejected_reason: str = "NONE"
    quality: str = "UNKNOWN"
    quality_at: int | None = None
    correct_category: str | None = None
    previous_category: str | None = None
    pauses: int = 0
    submission: int = 1
    edited_at: tuple[int, ...] = ()

    def part(self, kind: str) -> Component | None:
        """The header, body, footer or buttons, by upper-case type."""
        return next((part for part in self.components if part["type"] == kind), None)

    @property
    def buttons(self) -> list[dict[str, Any]]:
        found = self.part("BUTTONS")
        return found["buttons"] if found else []

    def as_json(self, fields: str | None = None) -> dict[str, Any]:
        """`fields` are names with commas between; the id is always told."""
        asked = _TOLD if not fields else ("id", *(name.strip() for name in fields.split(",")))
        for name in asked:
            if name.partition("{")[0] not in _KNOWN:
                title = f"(#100) Tried accessing nonexisting field ({name})"
                raise Refused(100, title=title)
        told = self._everything()
        return {name: told[name] for name in asked if told.get(name) is not None}

    def _everything(self) -> dict[str, Any]:
        score: dict[str, Any] = {"score": self.quality}
        if self.quality_at is not None:
            score["date"] = self.quality_at // 1000
        return {
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "status": self.status,
            "category": self.category,
            "parameter_format": self.parameter_format,
            "components": [_read_back(part) for part in self.components],
            "message_send_ttl_seconds": self.ttl_seconds,
            "rejected_reason": self.rejected_reason,
            "quality_score": score,
            "correct_category": self.correct_category,
            "previous_category": self.previous_category,
        }


def _read_back(part: Component) -> Component:
    """A handle is never told again: an address of the file stands in its place."""
    example = part.get("example")
    if not example or "header_handle" not in example:
        return part
    address = "https://scontent.example.com/v/" + part["format"].lower()
    return part | {"example": {**example, "header_handle": [address]}}
