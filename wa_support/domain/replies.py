"""The standard replies: plain `{name}` placeholders, the same keys in every language."""

from collections.abc import Mapping
from dataclasses import dataclass

from wa_support.domain.errors import WaSupportError


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyText:
    """`button` opens a list; `buttons` are the labels to tap, in order."""

    text: str
    button: str | None = None
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """`replies[language][key]`, with the policy's own words already laid over the standard ones.

    `words` are short texts that fill placeholders (order states, kinds of media, …).
    """

    replies: Mapping[str, Mapping[str, ReplyText]]
    words: Mapping[str, Mapping[str, str]]

    def reply(self, key: str, language: str) -> ReplyText:
        return self._in(language)[key]

    def text(self, key: str, language: str, **values: object) -> str:
        return fill(self.reply(key, language).text, values)

    def word(self, key: str, language: str) -> str:
        return self.words.get(language, self.words["en"]).get(key, key)

    def _in(self, language: str) -> Mapping[str, ReplyText]:
        return self.replies.get(language) or self.replies["en"]


def fill(text: str, values: Mapping[str, object]) -> str:
    """Replace `{name}`; a placeholder without a value is a programming error, not a blank."""
    try:
        return text.format_map(values)
    except KeyError as missing:
        raise WaSupportError(f"reply {text!r} needs a value for {missing}") from missing
