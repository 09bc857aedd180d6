"""Notices in a Slack channel. Source: api.slack.com/methods (chat.postMessage, auth.test)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import requests

from wa_support.desks import words
from wa_support.domain.notices import Notice

SLACK: Final = "https://slack.com/api"
_TIMEOUT_S: Final = (3.0, 10.0)
_ANSWER_LIMIT: Final = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Slack:
    """Implements `ports.rounds.Notifier`. Slack answers 200 with `{"ok": false, "error": …}` when
    it refuses. Environment proxies and .netrc are not looked at: they could redirect the token."""

    token: str = field(repr=False)
    channel: str
    base_url: str = SLACK

    @property
    def name(self) -> str:
        return "slack"

    def notify(self, notices: Sequence[Notice]) -> str | None:
        message = {
            "channel": self.channel,
            "text": words.body(notices),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        return self._call("chat.postMessage", message)

    def probe(self) -> str | None:
        """Whether the token is let in; the channel is seen only by what is said there."""
        return self._call("auth.test", {})

    def _call(self, method: str, body: Mapping[str, Any]) -> str | None:
        try:
            answer = self._answer(method, body)
        except requests.Timeout:
            return "timed_out"
        except (requests.RequestException, ValueError) as error:
            return type(error).__name__
        if answer.get("ok") is True:
            return None
        why = answer.get("error")
        return why[:80] if isinstance(why, str) and why else "no_answer"

    def _answer(self, method: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        with requests.Session() as session:
            session.trust_env = False
            with session.post(
                f"{self.base_url}/{method}",
                json=body,
                headers={"Authorization": f"Bearer {self.token}"},
                timeout=_TIMEOUT_S,
                allow_redirects=False,
                stream=True,
            ) as answer:
                if answer.status_code != 200:
                    return {"ok": False, "error": f"http_{answer.status_code}"}
                content = answer.raw.read(_ANSWER_LIMIT, decode_content=True)
        parsed = json.loads(content)
        return parsed if isinstance(parsed, dict) else {}
