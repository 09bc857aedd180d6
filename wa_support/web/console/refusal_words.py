"""What the desk refuses, in the language of the page. The desk itself says it in English."""

from typing import Final

from wa_support.flow import refusals
from wa_support.web.console.sentences import Sentences

KOREAN: Final = {
    refusals.TAKEN: "내가 맡은 대화가 아닙니다(지금: {owner}). 먼저 맡아 주세요.",
    refusals.ENDED: "이미 상태가 바뀐 대화입니다(지금: {owner}).",
    refusals.NOT_WITH_PEOPLE: (
        "기다리는 대화나 내가 맡은 대화에서만 할 수 있습니다(지금: {owner})."
    ),
    refusals.WRITE_FIRST: "먼저 내용을 적어 주세요.",
    refusals.SENT_BEFORE: (
        "앞선 메시지가 이미 나갔고, 지금 적은 글은 나가지 않았습니다. 한 번 더 보내 주세요."
    ),
    refusals.TOO_LONG: "메시지 하나에는 {limit}자까지 들어갑니다.",
    refusals.NOTE_TOO_LONG: "메모 하나에는 {limit}자까지 들어갑니다.",
    refusals.CONSENT_AHEAD: "동의한 시각은 지금보다 앞이어야 합니다.",
    refusals.CONSENT_NIGHT_ALONE: "광고 수신동의를 먼저 기록해 주세요. 야간 동의는 그다음입니다.",
    refusals.ANSWER_UNTOLD: "24시간이 지났고, 답변을 알릴 템플릿도 보낼 수 없습니다: {why}",
    refusals.TEMPLATE_REFUSED: "보낼 수 없는 템플릿입니다: {why}",
    refusals.WINDOW_CLOSED: "24시간이 지나 지금은 승인된 템플릿만 보낼 수 있습니다.",
    refusals.ANSWERED_ELSEWHERE: "다른 곳에서 답하고 있는 대화입니다.",
    refusals.TAG_EMPTY: "태그는 1자에서 {limit}자까지입니다.",
    refusals.TAG_PERSONAL: "태그는 모두가 봅니다. 고객의 번호는 적지 말아 주세요.",
    refusals.TIME_PAST: "지금보다 뒤의 시각을 골라 주세요.",
    refusals.TIME_TOO_FAR: "1년 안의 시각을 골라 주세요.",
    refusals.PAUSE_TOO_FAR: "100년 안의 시각을 고르거나 끝을 정하지 말아 주세요.",
    refusals.NOT_THE_BOT: "이 대화에서 봇이 한 말만 표시할 수 있습니다.",
    refusals.NOBODY: "누가 맡을지 골라 주세요.",
    refusals.CANNED_EMPTY: "제목은 {title}자, 내용은 {body}자까지이며 비워 둘 수 없습니다.",
    refusals.UNKNOWN_VARIABLE: "없는 변수입니다: {{{name}}}. 쓸 수 있는 변수: {known}",
    refusals.NO_ROOM: "파일을 저장할 공간이 없습니다. 관리자에게 알려 주세요.",
    refusals.NOT_STORED: "파일을 여기에 저장하지 못했습니다.",
    refusals.UNKNOWN_LANGUAGE: "정책에 없는 언어입니다: {language}",
}
in_words: Final = Sentences(KOREAN).say
