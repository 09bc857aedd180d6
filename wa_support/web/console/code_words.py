"""The closed lists of codes in words a person reads, as (Korean, English)."""

from typing import Final

_REASONS: Final = {
    "tap": ("버튼을 누름", "a button was tapped"),
    "context": ("앞선 대화에 이어진 말", "it continues what was being talked about"),
    "rule": ("정해진 규칙", "a fixed rule"),
    "example": ("정책의 예문과 비슷함", "like an example in the policy"),
    "classifier": ("예문으로 학습한 분류", "learnt from the examples"),
    "model": ("언어 모델의 판단", "a language model's reading"),
    "greeting": ("인사", "a greeting"),
    "thanks": ("감사 인사", "thanks"),
    "asked": ("고객이 사람을 요청함", "the customer asked for a person"),
    "opt_out": ("수신거부", "the customer opted out"),
    "opt_in": ("수신동의", "the customer asked for promotions"),
    "personal_data": ("민감한 개인정보를 보냄", "sensitive personal data was sent"),
    "refund_refused": ("자동으로 환불할 수 없는 건", "a refund the rules do not grant"),
    "abuse": ("폭언", "abusive language"),
    "answer_invalid": ("답이 검사를 통과하지 못함", "the answer did not pass its checks"),
    "tool_failed": ("연결된 시스템이 응답하지 않음", "a connected system failed"),
    "tool_unsure": ("처리 결과를 알 수 없음", "the result of a change is unknown"),
    "not_understood": ("뜻을 알 수 없음", "not understood"),
    "off_purpose": ("정책에 없는 일", "not something the policy allows"),
    "not_automated": ("사람이 처리하는 일", "people handle this"),
    "draft": ("사람이 확인한 뒤 보내는 목적", "a person checks these answers first"),
    "complaint": ("불만", "a complaint"),
    "paused": ("사람만 답하도록 봇을 멈춘 고객", "the bot is paused for this customer"),
    "tagged": ("바로 사람에게 넘기는 태그가 붙은 고객", "a tagged customer"),
    "model_unavailable": ("언어 모델을 쓸 수 없음", "the language model is unavailable"),
    "over_budget": ("하루 자동 답변 한도를 넘음", "over the day's limit of automatic answers"),
    "bot_loop": ("자동 응답끼리 주고받음", "two automatic senders answering each other"),
    "window_closed": ("24시간이 지남", "the 24 hours have passed"),
    "turn_failed": ("세 번 시도했으나 답하지 못함", "three tries without an answer"),
    "agent_took": ("상담원이 맡음", "an agent took over"),
    "elsewhere": ("다른 곳에서 답하던 대화", "it was being answered elsewhere"),
    "unknown_script": ("지원하지 않는 언어", "a language we do not answer in"),
}  # fmt: skip

_EFFECTS: Final = {
    "done": ("처리됨", "done"),
    "refused": ("연결된 시스템이 받지 않음, 바뀐 것 없음", "not accepted, nothing changed"),
    "failed": ("실패, 바뀐 것 없음", "failed, nothing changed"),
    "unknown": ("결과를 알 수 없음", "the result is not known"),
}  # fmt: skip

_DECIDED_BY: Final = {
    "context": ("대화 흐름이 정함", "decided by the conversation so far"),
    "rule": ("규칙이 정함", "decided by a rule"),
    "example": ("정책의 예문이 정함", "decided by an example in the policy"),
    "classifier": ("분류기가 정함", "decided by the classifier"),
    "model": ("언어 모델이 정함", "decided by the language model"),
    "none": ("아무것도 맞지 않음", "nothing matched"),
}  # fmt: skip

_VERDICTS: Final = {
    "admit": ("받음", "admitted"),
    "ask": ("되물음", "asked back"),
    "decline": ("맞는 목적 없음 · 받지 않음", "no matching purpose · declined"),
    "hand_off": ("사람에게 넘김", "handed to a person"),
    "opt_out": ("수신거부를 기록함", "opt-out recorded"),
    "opt_in": ("수신동의를 기록함", "opt-in recorded"),
}  # fmt: skip

_OWNERS: Final = {
    "automated": ("봇", "Bot"),
    "queued": ("대기", "Waiting"),
    "agent": ("상담원", "Agent"),
    "elsewhere": ("다른 곳", "Elsewhere"),
    "closed": ("종료", "Closed"),
}  # fmt: skip

_AUTHORS: Final = {
    "customer": ("고객", "Customer"),
    "bot": ("봇", "Bot"),
    "notice": ("안내", "Notice"),
    "agent": ("상담원", "Agent"),
    "phone_app": ("휴대폰 앱에서", "From the phone app"),
}  # fmt: skip

_OCCASIONS: Final = {
    "ticket": ("접수", "Ticket"),
    "handoff": ("사람에게 넘김", "Handoff"),
    "end": ("상담 종료", "End"),
}  # fmt: skip

_PROOFS: Final = {
    "same_phone": ("본인 확인됨: 주문한 번호와 같은 번호", "shown: the phone it was ordered with"),
    "second_fact": ("본인 확인됨: 받는 분과 전화번호 뒤 네 자리", "shown: receiver and last four"),
    "shown_before": ("본인 확인됨: 이 대화에서 이미 확인", "shown earlier in this conversation"),
    "none": ("본인 확인 안 됨: 주문 내용을 보내지 않음", "not shown: nothing of it was told"),
}  # fmt: skip

_MARKS: Final = {
    "sending": ("보내는 중", "sending"),
    "waiting": ("곧 다시 시도", "will be tried again"),
    "held": ("보류: 보내지 않음", "held: not sent"),
    "announced": ("고객이 답하면 나감", "goes out when they write"),
    "unknown": ("보냈는지 알 수 없음", "unknown whether it was sent"),
    "cancelled": ("취소: 보내지 않음", "cancelled: not sent"),
    "expired": ("시간이 지나 보내지 않음", "expired: not sent"),
    "accepted": ("WhatsApp이 접수함", "accepted by WhatsApp"),
    "sent": ("보냄", "sent"),
    "delivered": ("전달됨", "delivered"),
    "read": ("읽음", "read"),
    "played": ("들음", "played"),
    "failed": ("전달되지 않음", "not delivered"),
}  # fmt: skip

_TYPES: Final = {
    "image": ("사진", "photo"),
    "video": ("동영상", "video"),
    "audio": ("음성 메시지", "voice message"),
    "document": ("파일", "file"),
    "sticker": ("스티커", "sticker"),
    "location": ("위치", "location"),
    "contacts": ("연락처", "contact card"),
    "order": ("장바구니", "cart"),
    "edit": ("수정한 메시지", "edited message"),
    "unsupported": ("열 수 없는 메시지", "a message that cannot be opened"),
}  # fmt: skip

_FIELDS: Final = {
    "order_id": ("주문번호", "Order"),
    "reason": ("사유", "Reason"),
    "photo": ("사진", "Photo"),
    "item": ("상품", "Item"),
    "day": ("날짜", "Day"),
    "clocks": ("시각", "Time of day"),
    "part": ("시간대", "Part of the day"),
    "start": ("방문 시간", "Visit"),
    "people": ("인원", "People"),
    "booking_id": ("예약번호", "Booking"),
    "new_address": ("새 주소", "New address"),
    "issue_type": ("문제 유형", "Issue"),
    "receiver": ("받는 분", "Receiver"),
    "last_4": ("전화번호 뒤 네 자리", "Last four"),
    "question": ("질문", "Question"),
    "wants": ("하려던 일", "Wanted"),
    "intent": ("고객의 의도", "Intent"),
    "ticket_id": ("접수번호", "Ticket"),
}  # fmt: skip

_TOOLS: Final = {
    "get_order": ("주문 조회", "look up an order"),
    "list_orders": ("주문 목록", "list orders"),
    "cancel_order": ("주문 취소", "cancel an order"),
    "request_refund": ("환불 신청", "a refund"),
    "create_ticket": ("접수", "open a ticket"),
    "get_ticket": ("접수 조회", "news of a ticket"),
    "kb_search": ("안내 문서 찾기", "look in the guides"),
    "find_slots": ("빈 시간 찾기", "find a free time"),
    "book": ("예약", "book"),
    "reschedule": ("예약 변경", "move a booking"),
    "cancel_booking": ("예약 취소", "cancel a booking"),
    "one_item": ("주문의 일부 취소·환불", "only a part of an order"),
    "receipt": ("영수증·세금계산서", "a receipt or an invoice"),
    "exchange": ("교환", "an exchange"),
    "address_change": ("배송지 변경", "another address"),
}  # fmt: skip

_STATES: Final = {
    "open": ("답하는 중", "in progress"),
    "answered": ("답함", "answered"),
    "handed_off": ("사람에게 넘김", "handed to a person"),
    "discarded": ("보내지 않고 버림", "discarded unsent"),
    "failed": ("답하지 못함", "failed"),
}  # fmt: skip

_DECLARED: Final = {
    "support": ("고객 지원", "support"),
    "booking": ("예약", "booking"),
    "order_management": ("주문 관리", "order management"),
}  # fmt: skip

_MODEL_STEPS: Final = {
    "purpose": ("목적", "Purpose"),
    "answer": ("답", "Answer"),
}  # fmt: skip

_MODEL_OUTCOMES: Final = {
    "understood": ("이해함", "understood"),
    "calls": ("도구 호출", "called"),
    "refused": ("모델이 거절함", "the model refused"),
    "truncated": ("답이 잘림", "the answer was cut off"),
    "unfit": ("쓸 수 없는 답", "an answer that may not be used"),
    "rate_limited": ("요청이 너무 많음", "too many requests"),
    "out_of_credit": ("모델 계정의 잔액 없음", "the model's account has no credit"),
    "timeout": ("응답 시간 초과", "no answer in time"),
    "connection": ("연결되지 않음", "no connection"),
    "server_error": ("모델 서버 오류", "an error of its server"),
    "refused_key": ("키가 거부됨", "the key was refused"),
    "bad_request": ("요청이 거부됨", "the request was refused"),
    "unreadable": ("읽을 수 없는 답", "an unreadable answer"),
    "busy": ("모델을 기다리는 대화가 많음", "too many turns wait for the model"),
    "over_budget": ("모델 비용 한도를 넘음", "over the model's budget"),
    "circuit_open": ("오류가 이어져 잠시 쓰지 않음", "left alone after repeated failures"),
}  # fmt: skip

_NEXT_ACTIONS: Final = {
    "answer": ("답하기", "answer"),
    "ask": ("되묻기", "ask"),
    "call_tool": ("도구 호출", "call a tool"),
    "hand_off": ("사람에게 넘기기", "hand off"),
    "decline": ("받지 않기", "decline"),
    "wait": ("더 기다리기", "wait"),
}  # fmt: skip

_PUBLISHERS: Final = {
    "first start": ("첫 시작", "first start"),
    "demo visitor": ("시연 화면", "the demo page"),
    "demo, on save": ("파일 저장", "saving the file"),
}  # fmt: skip

_HANDED: Final = {
    **_REASONS,
    "rule": ("정책의 규칙이 사람에게 맡긴 건", "the policy's rules leave it to a person"),
}  # fmt: skip
"""Why it is with people; `reason` says why the gate decided as it did."""

_LISTS: Final = {
    "reason": _REASONS, "handed": _HANDED, "decided_by": _DECIDED_BY,
    "verdict": _VERDICTS, "owner": _OWNERS,
    "author": _AUTHORS, "occasion": _OCCASIONS, "proof": _PROOFS, "mark": _MARKS,
    "type": _TYPES, "field": _FIELDS,
    "state": _STATES, "declared": _DECLARED, "publisher": _PUBLISHERS, "tool": _TOOLS,
    "effect": _EFFECTS,
    "model_step": _MODEL_STEPS, "model_outcome": _MODEL_OUTCOMES, "next_action": _NEXT_ACTIONS,
}  # fmt: skip

CODE_WORDS: Final[dict[str, tuple[str, str]]] = {
    f"{kind}.{code}": pair for kind, codes in _LISTS.items() for code, pair in codes.items()
}
