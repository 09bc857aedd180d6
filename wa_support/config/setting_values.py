"""What the text of a setting becomes. Each raises ValueError for text of another shape."""

import base64
import re
from collections.abc import Callable
from typing import Final, TypeVar
from urllib.parse import urlsplit

from wa_support.config.secret import Secret

LOCAL: Final = ("localhost", "127.0.0.1", "::1")
_Value = TypeVar("_Value")


def several(one: Callable[[str], _Value]) -> Callable[[str], tuple[_Value, ...]]:
    """Between commas."""

    def read(text: str) -> tuple[_Value, ...]:
        parts = (part.strip() for part in text.split(","))
        return tuple(one(part) for part in parts if part)

    return read


def shaped(pattern: str) -> Callable[[str], str]:
    shape = re.compile(pattern)

    def read(text: str) -> str:
        if not shape.fullmatch(text):
            raise ValueError
        return text

    return read


digits: Final = shaped("[0-9]{1,20}")


def port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise ValueError
    return int(text)


def gigabytes(text: str) -> float:
    number = float(text)
    if not 0 < number <= 100_000:
        raise ValueError
    return number


def address(text: str) -> str:
    """Plain HTTP is for this machine only."""
    parts = urlsplit(text)
    allowed = ("https", "http") if parts.hostname in LOCAL else ("https",)
    if parts.scheme not in allowed or not parts.hostname or parts.username or parts.password:
        raise ValueError
    return text.rstrip("/")


def address_without_path(text: str) -> str:
    parts = urlsplit(address(text))
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError
    return f"{parts.scheme}://{parts.netloc}"


def database(text: str) -> Secret:
    url = re.sub("^postgres(ql)?://", "postgresql+psycopg://", text)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError
    return Secret(url)


def key(text: str) -> Secret:
    """Base64 of 32 bytes."""
    if len(base64.b64decode(text, validate=True)) != 32:
        raise ValueError
    return Secret(text)


def long_secret(text: str) -> Secret:
    if len(text) < 32:
        raise ValueError
    return Secret(text)


def smtp(text: str) -> Secret:
    from wa_support.config.smtp_url import read_smtp_url  # e-mail costs memory, and few set it

    read_smtp_url(text)
    return Secret(text)
