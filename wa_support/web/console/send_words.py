"""Why a message of ours has not gone out, in the language of the page. The outbox says it in
English; Meta's own words stay as they are."""

from typing import Final

from wa_support.flow import fences
from wa_support.flow.announcing import TOLD, TOO_OLD
from wa_support.web.console.sentences import Sentences

KOREAN: Final = {
    fences.WINDOW: "24시간이 지나 보낼 수 없습니다",
    fences.PAUSED: "이 고객에게는 봇을 멈춰 두었습니다",
    TOLD: "24시간이 지나 템플릿으로 알렸고, 고객이 답하거나 버튼을 누르면 나갑니다",
    TOO_OLD: "고객이 다시 쓰기까지 7일이 넘었습니다. 지금도 맞으면 보내 주세요",
    f"{fences.WINDOW}; it could not be told of: {{why}}": (
        "24시간이 지나 보낼 수 없고, 템플릿으로 알리지도 못했습니다: {why}"
    ),
    f"{fences.WINDOW}; {{why}}": "24시간이 지나 보낼 수 없습니다: {why}",
    "owner is {owner}": "대화를 맡은 쪽이 바뀌었습니다: {owner}",
    "the conversation was with others since": "그사이 다른 쪽이 대화를 맡았습니다",
    "the conversation was merged": "다른 대화와 합쳐졌습니다",
    "the bot is paused": "이 고객에게는 봇을 멈춰 두었습니다",
    "the customer stopped all messages": "고객이 모든 메시지를 수신거부했습니다",
    "the customer's consent is being changed": "고객의 수신 의사를 바꾸는 중입니다",
    "no answer waits for the customer any more": "고객에게 전할 답변이 더는 없습니다",
    "the visit has been moved or cancelled since": "그사이 방문 예약이 바뀌거나 취소되었습니다",
    "too late to be an answer": "답변으로 보내기에는 너무 늦었습니다",
    "the header's file is being uploaded": "머리말의 파일을 올리는 중입니다",
    "it was not kept with this version; put the template up anew": (
        "이 버전에는 그 파일이 없습니다. 템플릿의 검토를 다시 요청해 주세요"
    ),
    "throughput": "번호의 초당 발송 한도에 걸려 기다리는 중입니다",
    "pair rate": "고객 한 명에게 보내는 한도에 걸려 기다리는 중입니다",
    "outcome unknown: {why}": "결과를 알 수 없습니다: {why}",
}
in_words: Final = Sentences(KOREAN).say
