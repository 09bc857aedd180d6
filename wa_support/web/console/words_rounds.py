"""What the audit calls that which time alone brings about, as (Korean, English)."""

from typing import Final

ROUNDS_WORDS: Final = {
    "action.agent_template": ("템플릿을 보냄", "sent a template"),
    "action.notified": ("다른 시스템이 템플릿을 보냄", "another system sent a template"),
    "action.booking_told": ("예약을 알림", "told of a booking"),
    "action.booking_not_told": ("예약을 알리지 못함", "could not tell of a booking"),
    "action.offered": ("상담원에게 배정함", "offered to an agent"),
    "action.promise_late": ("약속한 시간이 지남", "past the promised time"),
    "action.window_closing": ("24시간이 곧 끝남", "the 24 hour window is about to close"),
    "action.window_lost_overnight": ("밤사이 24시간이 지날 예정", "loses its window overnight"),
    "action.satisfaction": ("해결 여부를 답함", "said whether it was solved"),
}
