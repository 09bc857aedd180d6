"""What Meta does to a template after it was submitted, on command, and the webhooks about it."""

from collections.abc import Callable
from typing import Any, Final

from wa_support.simulator.poster import encoded
from wa_support.simulator.refusals import Refused
from wa_support.simulator.templates.components import checked_components
from wa_support.simulator.templates.news import (
    NOTICE_S,
    Change,
    category_done,
    category_notice,
    components_news,
    quality_news,
    status_news,
    webhook,
)
from wa_support.simulator.templates.shelf import Shelf
from wa_support.simulator.templates.template import Template

_REASONS: Final = (
    "ABUSIVE_CONTENT CATEGORY_NOT_AVAILABLE INCORRECT_CATEGORY INVALID_FORMAT NONE PROMOTIONAL "
    "SCAM TAG_CONTENT_MISMATCH"
)
REASONS: Final = frozenset(_REASONS.split())
_PAUSES: Final = ("FIRST_PAUSE", "SECOND_PAUSE")
_PAUSED_FOR: Final = {"FIRST_PAUSE": "3 hours", "SECOND_PAUSE": "6 hours"}
_TTL_OF_MARKETING: Final = 43_200

Wish = dict[str, Any]


class Review:
    """Every method may be called from any thread."""

    def __init__(
        self, shelf: Shelf, *, waba_id: str, post: Callable[[bytes], None], clock: Callable[[], int]
    ) -> None:
        self._shelf, self._waba_id = shelf, waba_id
        self._deliver, self._clock = post, clock
        self._commands: dict[str, Callable[[Template, Wish], None]] = {
            "approve": lambda template, _: self.approve(template),
            "reject": self._reject,
            "pause": self._pause,
            "unpause": self._unpause,
            "flag": lambda template, _: self._tell(template, "FLAGGED"),
            "lock": lambda template, _: self._tell(template, "LOCKED"),
            "disable": lambda template, _: self._disable(template),
            "reinstate": lambda template, _: self._become(template, "APPROVED", "REINSTATED"),
            "archive": lambda template, _: self._become(template, "ARCHIVED"),
            "unarchive": lambda template, _: self._become(template, "APPROVED", "UNARCHIVED"),
            "limit_exceeded": lambda template, _: self._become(template, "LIMIT_EXCEEDED"),
            "appeal": lambda template, _: self._become(template, "IN_APPEAL"),
            "pend_deletion": lambda template, _: self._become(template, "PENDING_DELETION"),
            "delete": lambda template, _: self._delete(template),
            "status": self._any_status,
            "quality": self._quality,
            "notice_category": self._notice_category,
            "recategorise": self._recategorise,
            "rewrite": self._rewrite,
        }

    @property
    def commands(self) -> tuple[str, ...]:
        return tuple(self._commands)

    def command(self, template: Template, wish: Wish) -> None:
        """`wish` has `do`, a command's name, and what that command takes: reject `reason` and
        `recommendation`, pause `title`, quality `score`, recategorise and notice_category `to`,
        status `status`, rewrite `components`. ValueError for a wrong one."""
        self._commands[wish["do"]](template, wish)

    def approve(self, template: Template) -> None:
        self._become(template, "APPROVED")

    def tell_of_components(self, template: Template) -> None:
        self._post(components_news(template))

    def tell_of_deletion(self, template: Template) -> None:
        self._tell(template, "DELETED")

    def _reject(self, template: Template, wish: Wish) -> None:
        reason = _one_of(wish, "reason", REASONS, "INVALID_FORMAT")
        changed = self._shelf.change(template.id, status="REJECTED", rejected_reason=reason)
        more: dict[str, Any] = {}
        if reason == "INVALID_FORMAT":
            advice = wish.get("recommendation", "Check the variables and their examples.")
            more["rejection_info"] = {
                "reason": "The format is not valid.",
                "recommendation": advice,
            }
        self._tell(changed, "REJECTED", reason, **more)

    def _pause(self, template: Template, wish: Wish) -> None:
        """Without a title the first is for 3 hours, the second for 6, the third for good."""
        if "title" not in wish and template.pauses >= len(_PAUSES):
            self._disable(template)
            return
        following = _PAUSES[min(template.pauses, len(_PAUSES) - 1)]
        title = _one_of(wish, "title", {*_PAUSES, "RATE_LIMITING_PAUSE"}, following)
        changed = self._shelf.change(template.id, status="PAUSED", pauses=template.pauses + 1)
        length = _PAUSED_FOR.get(title, "a while")
        words = f"Your template has been paused for {length} because of negative feedback."
        self._tell(changed, "PAUSED", other_info={"title": title, "description": words})

    def _unpause(self, template: Template, _wish: Wish) -> None:
        words = "Your template can be sent again."
        told = {"title": "UNPAUSE", "description": words}
        self._become(template, "APPROVED", other_info=told)

    def _disable(self, template: Template) -> None:
        words = "Your template has been disabled because of repeated negative feedback."
        self._become(
            template,
            "DISABLED",
            disable_info={"disable_date": self._seconds()},
            other_info={"title": "DISABLED", "description": words},
        )

    def _delete(self, template: Template) -> None:
        self._shelf.remove(template.id)
        self.tell_of_deletion(template)

    def _any_status(self, template: Template, wish: Wish) -> None:
        status = wish.get("status")
        if not isinstance(status, str) or not status.isupper():
            raise ValueError("status wants a status in upper case, a new one too")
        self._become(template, status)

    def _quality(self, template: Template, wish: Wish) -> None:
        score = _one_of(wish, "score", {"GREEN", "YELLOW", "RED", "UNKNOWN"}, "")
        changed = self._shelf.change(template.id, quality=score, quality_at=self._clock())
        self._post(quality_news(changed, template.quality))

    def _notice_category(self, template: Template, wish: Wish) -> None:
        to = _one_of(wish, "to", {"MARKETING", "UTILITY", "AUTHENTICATION"}, "MARKETING")
        changed = self._shelf.change(template.id, correct_category=to)
        self._post(category_notice(changed, to, self._seconds() + NOTICE_S))

    def _recategorise(self, template: Template, wish: Wish) -> None:
        """A lifetime that the new category may not have is forgotten."""
        due = template.correct_category or "MARKETING"
        to = _one_of(wish, "to", {"MARKETING", "UTILITY", "AUTHENTICATION"}, due)
        ttl = template.ttl_seconds
        changed = self._shelf.change(
            template.id,
            category=to,
            previous_category=template.category,
            correct_category=None,
            ttl_seconds=None if to == "MARKETING" and (ttl or 0) < _TTL_OF_MARKETING else ttl,
        )
        self._post(category_done(changed, template.category))

    def _rewrite(self, template: Template, wish: Wish) -> None:
        """As if somebody had edited it elsewhere and the edit had been approved."""
        try:
            components = checked_components(
                wish.get("components"),
                parameter_format=template.parameter_format,
                is_upload=lambda _handle, _type: True,
            )
        except Refused as refusal:
            raise ValueError(str(refusal)) from refusal
        changed = self._shelf.change(template.id, components=components)
        self.tell_of_components(changed)

    def _become(
        self, template: Template, status: str, event: str | None = None, **more: Any
    ) -> None:
        changed = self._shelf.change(template.id, status=status, rejected_reason="NONE")
        self._tell(changed, event or status, **more)

    def _tell(
        self, template: Template, event: str, reason: str | None = "NONE", **more: Any
    ) -> None:
        if event == "PENDING_DELETION":
            reason = None
        self._post(status_news(template, event, reason, **more))

    def _post(self, change: Change) -> None:
        self._deliver(encoded(webhook(self._waba_id, change, self._seconds())))

    def _seconds(self) -> int:
        return self._clock() // 1000


def _one_of(wish: Wish, key: str, known: set[str] | frozenset[str], default: str) -> str:
    value = wish.get(key, default)
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{key} is one of {', '.join(sorted(known))}")
    return value
