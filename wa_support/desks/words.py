"""What a notice says, as (Korean, English): how many and where, never who or what."""

from collections.abc import Sequence
from typing import Final

from wa_support.domain.notices import Notice, NoticeKind

_NAMED: Final = 3
_LINES: Final = {
    NoticeKind.WAITING: (
        "상담원을 기다리는 대화: {count}건",
        "{count} waiting for a person",
    ),
    NoticeKind.LATE: (
        "약속한 시간이 지난 대화: {count}건",
        "{count} past the promised time",
    ),
    NoticeKind.WINDOW_CLOSING: (
        "답변할 수 있는 24시간이 곧 끝나는 대화: {count}건",
        "{count} whose 24 hour window is about to close",
    ),
    NoticeKind.OVERNIGHT: (
        "오늘 답변하지 않으면 24시간이 지나는 대화: {count}건",
        "{count} that will lose their 24 hour window unless answered today",
    ),
    NoticeKind.TEMPLATE_DISABLED: (
        "Meta가 사용 중지한 메시지 템플릿: {count}개",
        "{count} message templates disabled by Meta",
    ),
    NoticeKind.TEMPLATE_PAUSED: (
        "Meta가 일시 중지한 메시지 템플릿: {count}개",
        "{count} message templates paused by Meta",
    ),
    NoticeKind.TEMPLATE_RECATEGORISED: (
        "Meta가 카테고리를 바꾸었거나 바꿀 예정인 메시지 템플릿: {count}개",
        "{count} message templates put into another category by Meta, now or soon",
    ),
    NoticeKind.TEMPLATE_REJECTED: (
        "Meta가 거부한 메시지 템플릿: {count}개",
        "{count} message templates rejected by Meta",
    ),
    NoticeKind.TEMPLATE_DELETED: (
        "Meta에서 삭제된 메시지 템플릿: {count}개",
        "{count} message templates deleted at Meta",
    ),
    NoticeKind.TEMPLATE_RED: (
        "품질이 낮아 곧 중지될 수 있는 메시지 템플릿: {count}개",
        "{count} message templates of low quality, close to being paused",
    ),
    NoticeKind.TEMPLATE_ARCHIVING: (
        "오래 쓰지 않아 Meta가 보관했거나 곧 보관할 메시지 템플릿: {count}개",
        "{count} message templates archived by Meta for want of use, now or soon",
    ),
    NoticeKind.TEMPLATE_REVIEW: (
        "검토를 기다리는 메시지 템플릿: {templates}",
        "Message templates that wait for a review: {templates}",
    ),
    NoticeKind.TEMPLATE_REVIEWED: (
        "검토가 끝난 메시지 템플릿: {templates}",
        "Message templates that were reviewed: {templates}",
    ),
}


def line(notice: Notice) -> str:
    korean, english = _LINES[notice.kind]
    said = korean if notice.language == "ko" else english
    return said.format(count=notice.count, templates=_some(notice.templates))


def _some(templates: Sequence[str]) -> str:
    """A subject line is short."""
    shown = ", ".join(templates[:_NAMED])
    return shown if len(templates) <= _NAMED else f"{shown}, … ({len(templates)})"


def subject(notices: Sequence[Notice]) -> str:
    """What presses most."""
    return line(notices[0])


def body(notices: Sequence[Notice]) -> str:
    return "\n".join(f"{line(notice)}\n{notice.link}" for notice in notices)
