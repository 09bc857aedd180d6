"""The standard replies from package data, and a policy's own words laid over them."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from wa_support.domain.policy import Policy
from wa_support.domain.replies import Catalogue, ReplyText

LANGUAGES: Final = ("ko", "en")
STANDARD_LANGUAGE: Final = "en"


@cache
def standard() -> Catalogue:
    """What is said where the policy says nothing of its own."""
    files = {language: _load(language) for language in LANGUAGES}
    return Catalogue(
        replies={
            language: {key: _reply(value) for key, value in file["replies"].items()}
            for language, file in files.items()
        },
        words={language: dict(file["words"]) for language, file in files.items()},
    )


def make_catalogue(policy: Policy) -> Catalogue:
    """Implements `ports.outside.CatalogueMaker`."""
    base = standard()
    return Catalogue(
        replies={
            language: {
                key: _changed(reply, language, policy.replies.get(key, {}))
                for key, reply in replies.items()
            }
            for language, replies in base.replies.items()
        },
        words=base.words,
    )


def _changed(reply: ReplyText, language: str, own: Mapping[str, Any]) -> ReplyText:
    text = own.get(language, reply.text)
    if reply.text.endswith(" "):  # a prefix: YAML drops the space that keeps it off the next word
        text = f"{text.rstrip()} "
    return ReplyText(
        text=text,
        button=own.get("button", {}).get(language, reply.button),
        buttons=own.get("buttons", {}).get(language, reply.buttons),
    )


def _reply(value: str | Mapping[str, Any]) -> ReplyText:
    if isinstance(value, str):
        return ReplyText(text=value)
    return ReplyText(
        text=value["text"],
        button=value.get("button"),
        buttons=tuple(value.get("buttons", ())),
    )


def _load(language: str) -> dict[str, Any]:
    text = (
        resources.files("wa_support.config")
        .joinpath("replies", f"{language}.yaml")
        .read_text(encoding="utf-8")
    )
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded
