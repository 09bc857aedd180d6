"""What differs between two copies of a template, line by line, for people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from wa_support.domain.templates.template import ButtonKind, HeaderKind, Template


class Mark(StrEnum):
    SAME = " "
    GONE = "-"
    NEW = "+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`old` and `new` are its number on either side, from 1; None where it does not stand."""

    mark: Mark
    text: str
    old: int | None = None
    new: int | None = None

    def __str__(self) -> str:
        return f"{self.mark}{self.text}"


def changes(before: Sequence[str], after: Sequence[str]) -> tuple[Line, ...]:
    """Every line of both, in order; what is gone stands above what came in its place."""
    return tuple(_lines(before, after))


def differ(lines: Iterable[Line]) -> bool:
    return any(line.mark is not Mark.SAME for line in lines)


def source_lines(source: bytes) -> list[str]:
    return source.decode("utf-8", "replace").splitlines()


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for what, old, old_end, new, new_end in matcher.get_opcodes():
        if what == "equal":
            for n in range(old_end - old):
                yield Line(mark=Mark.SAME, text=before[old + n], old=old + n + 1, new=new + n + 1)
            continue
        for n in range(old, old_end):
            yield Line(mark=Mark.GONE, text=before[n], old=n + 1)
        for n in range(new, new_end):
            yield Line(mark=Mark.NEW, text=after[n], new=n + 1)


def plain(template: Template) -> list[str]:
    """What Meta keeps of a template, as lines: comparable with `plain_of_components`."""
    header = template.header
    lines: list[str] = []
    if header is not None:
        text = header.text if header.kind is HeaderKind.TEXT else ""
        lines += _part("header", header.kind, text)
    lines += _part("body", "", template.body)
    lines += _part("footer", "", template.footer)
    for button in template.buttons:
        more = button.url if button.kind is ButtonKind.URL else button.phone
        lines.append(_button(button.kind, button.text, more))
    return lines


def plain_of_components(components: Iterable[Mapping[str, Any]]) -> list[str]:
    """Meta's own, upper case or lower; a part that we do not know is named.

    Source: Meta, "templates/components".
    """
    parts: dict[str, list[str]] = {"header": [], "body": [], "footer": [], "buttons": []}
    for component in components:
        kind = str(component.get("type", "")).lower()
        parts.setdefault(kind, []).extend(_component(kind, component))
    return [line for lines in parts.values() for line in lines]


def _component(kind: str, component: Mapping[str, Any]) -> list[str]:
    text = str(component.get("text") or "")
    match kind:
        case "header":
            return _part("header", str(component.get("format", "")).lower(), text)
        case "body" | "footer":
            return _part(kind, "", text)
        case "buttons":
            return [_their_button(each) for each in component.get("buttons") or ()]
        case _:
            return [f"{kind}: ?"]


def _their_button(button: Mapping[str, Any]) -> str:
    kind = str(button.get("type", "")).lower()
    ours = {"quick_reply": "reply", "phone_number": "phone"}.get(kind, kind)
    phone = str(button.get("phone_number") or "").lstrip("+")
    more = str(button.get("url") or "") or (f"+{phone}" if phone else "")
    return _button(ours, str(button.get("text", "")), more)


def _button(kind: str, text: str, more: str) -> str:
    return f"button ({kind}): {text}" + (f" → {more}" if more else "")


def _part(part: str, kind: str, text: str) -> list[str]:
    lines = text.strip().splitlines()
    if not lines and not kind:
        return []
    title = f"{part} ({kind}):" if kind else f"{part}:"
    return [title, *(f"  {line.rstrip()}" for line in lines)]
