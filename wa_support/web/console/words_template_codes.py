"""The closed lists of templates in words a person reads, as (Korean, English). Meta's lists are
open: a code that does not stand here is shown as it is."""

from typing import Final

_OURS: Final = {
    "tpl.ours.no_file": ("파일 없음", "no file"),
    "tpl.ours.faulty": ("파일에 오류", "file has errors"),
    "tpl.ours.not_put_up": ("검토 요청 전", "not put up"),
    "tpl.ours.in_review": ("검토 중", "in review"),
    "tpl.ours.changes_asked": ("수정 요청됨", "changes asked"),
    "tpl.ours.approved": ("내부 승인", "approved by us"),
    "tpl.state.draft": ("검토 요청 취소", "out of review"),
    "tpl.state.in_review": ("검토 중", "in review"),
    "tpl.state.approved": ("승인", "approved"),
    "tpl.state.changes_asked": ("수정 요청", "changes asked"),
}

_STATUS: Final = {
    "tpl.status.none": ("Meta 제출 전", "not at Meta"),
    "tpl.status.gone": ("Meta에서 없어짐", "gone at Meta"),
    "tpl.status.APPROVED": ("Meta 승인", "approved by Meta"),
    "tpl.status.PENDING": ("Meta 심사 중", "in review at Meta"),
    "tpl.status.IN_APPEAL": ("Meta 이의 심사 중", "in appeal at Meta"),
    "tpl.status.REJECTED": ("Meta 거부", "rejected by Meta"),
    "tpl.status.PAUSED": ("Meta가 일시 중지", "paused by Meta"),
    "tpl.status.DISABLED": ("Meta가 사용 중지", "disabled by Meta"),
    "tpl.status.ARCHIVED": ("Meta에서 보관됨", "archived at Meta"),
    "tpl.status.LIMIT_EXCEEDED": ("Meta 개수 한도 초과", "over Meta's limit"),
    "tpl.status.PENDING_DELETION": ("Meta에서 삭제 중", "being deleted at Meta"),
    "tpl.status.DELETED": ("Meta에서 삭제됨", "deleted at Meta"),
    "tpl.status.MISSING": ("Meta가 찾지 못함", "not found by Meta"),
    "tpl.status.UNKNOWN": ("Meta 확인 전", "not looked at yet"),
    "tpl.quality.GREEN": ("품질 좋음", "quality high"),
    "tpl.quality.YELLOW": ("품질 보통", "quality medium"),
    "tpl.quality.RED": ("품질 낮음", "quality low"),
    "tpl.quality.UNKNOWN": ("품질 평가 전", "quality not rated yet"),
    "tpl.cat.utility": ("알림 (utility)", "utility"),
    "tpl.cat.marketing": ("광고 (marketing)", "marketing"),
    "tpl.cat.authentication": ("인증 (authentication)", "authentication"),
}

_NEXT: Final = {
    "tpl.next.mend_file": (
        "파일의 오류를 고쳐 주세요.",
        "Put the file's errors right.",
    ),
    "tpl.next.put_up": ("검토를 요청해 주세요.", "Put it up for review."),
    "tpl.next.review": ("검토를 기다립니다.", "It waits for a review."),
    "tpl.next.change_file": (
        "요청받은 대로 파일을 고치고 다시 검토를 요청해 주세요.",
        "Change the file as asked and put it up again.",
    ),
    "tpl.next.submit": (
        "승인한 버전을 Meta에 제출해 주세요.",
        "Submit the approved version to Meta.",
    ),
    "tpl.next.wait_for_meta": (
        "Meta가 심사하고 있습니다. 보통 24시간 안에 끝납니다.",
        "Wait for Meta's review, mostly within 24 hours.",
    ),
    "tpl.next.mend_rejected": (
        "거부된 이유에 맞게 파일을 고치고 다시 검토를 요청해 주세요.",
        "Change the file by the reason of the rejection; the review begins again.",
    ),
    "tpl.next.wait_out_pause": (
        "시간이 지나면 Meta가 중지를 풉니다. 그 전에 문구를 고쳐 다시 제출할 수도 있습니다.",
        "Meta lifts the pause by itself. A changed text can be submitted meanwhile.",
    ),
    "tpl.next.new_name": (
        "다시 쓸 수 없습니다. 문구를 고쳐 새 이름의 파일로 만들어 주세요.",
        "It cannot be used again. Change the words and give the file a new name.",
    ),
    "tpl.next.settle_category": (
        ("승인한 카테고리와 달라 보내지 않습니다. 파일의 카테고리를 바꿔 다시 승인하거나"
        " WhatsApp 관리자에서 60일 안에 재검토를 요청해 주세요."),
        ("Not sent: its category is no longer what was approved. Change the file's category and"
        " approve that, or ask for a review in WhatsApp Manager within 60 days."),
    ),
    "tpl.next.unarchive": (
        "오래 쓰지 않아 보관되었습니다. WhatsApp 관리자에서 28일 안에 되돌려 주세요.",
        "Archived after a long time unused. Bring it back in WhatsApp Manager within 28 days.",
    ),
    "tpl.next.make_room": (
        "계정의 템플릿 개수 한도를 넘었습니다. 쓰지 않는 템플릿을 지워 주세요.",
        "The account has too many templates. Delete what is not used.",
    ),
    "tpl.next.name_locked": (
        "삭제한 이름은 30일 동안 다시 쓸 수 없습니다. 급하면 새 이름으로 만들어 주세요.",
        "A deleted name stays locked for 30 days. Use a new name if it cannot wait.",
    ),
    "tpl.next.look_at_meta": (
        "이 프로그램이 모르는 상태라 보내지 않습니다. WhatsApp 관리자에서 확인해 주세요.",
        "Not sent: a status that this program does not know. Look in WhatsApp Manager.",
    ),
    "tpl.next.only_at_meta": (
        "Meta에만 있습니다. 여기에서 쓰려면 같은 이름의 파일을 만들어 검토를 요청해 주세요.",
        "It is at Meta only. To use it here, write a file of that name and put it up.",
    ),
    "tpl.next.nothing": ("할 일이 없습니다.", "Nothing to do."),
}  # fmt: skip

_REASONS: Final = {
    "tpl.reason.CATEGORY_NOT_AVAILABLE": (
        "이 계정에서 쓸 수 없는 카테고리입니다. utility나 marketing으로 바꿔 주세요.",
        "This account may not use the category. Make it utility or marketing.",
    ),
    "tpl.reason.ABUSIVE_CONTENT": (
        "Meta가 위협하거나 모욕하는 글로 보았습니다. 그 문장을 빼 주세요.",
        "Read as threatening or abusive. Take that sentence out.",
    ),
    "tpl.reason.INCORRECT_CATEGORY": (
        "카테고리가 문구와 맞지 않습니다. 권유나 할인이 섞였으면 빼거나 marketing으로 바꿔 주세요.",
        "The category does not fit. Take offers out, or make it marketing.",
    ),
    "tpl.reason.INVALID_FORMAT": (
        "형식이 맞지 않습니다. 변수의 자리와 예시, 링크를 확인해 주세요.",
        "The form is wrong. Look at where variables stand, their examples, and links.",
    ),
    "tpl.reason.PROMOTIONAL": (
        "Meta가 광고로 보았습니다. 권유하는 말을 빼거나 marketing으로 바꿔 주세요.",
        "Read as promotion. Take it out, or make it marketing.",
    ),
    "tpl.reason.SCAM": (
        "Meta가 사기로 의심했습니다. 짧은 링크와 개인정보를 묻는 말을 빼 주세요.",
        "Suspected of fraud. Take out short links and questions for personal data.",
    ),
    "tpl.reason.TAG_CONTENT_MISMATCH": (
        "언어나 카테고리가 문구와 맞지 않습니다. 파일 이름의 언어를 확인해 주세요.",
        "Language or category do not fit the words. Check the language in the file's name.",
    ),
}

_TRIGGERS: Final = {
    "tpl.trigger.booking_reminder": ("예약 전 알림 (정해진 시각)", "the clock, before a booking"),
    "tpl.trigger.booking_changed": ("예약이 바뀌었을 때", "a booking that has changed"),
    "tpl.trigger.notify": ("다른 시스템 (POST /notify)", "another system (POST /notify)"),
    "tpl.trigger.answer_due": (
        "24시간이 지나 보내지 못한 답변이 있을 때",
        "an answer that came after the 24 hours",
    ),
    "tpl.trigger.agent": ("상담원", "an agent"),
    "tpl.trigger.list": ("명단 발송 (templates send)", "a list (templates send)"),
    "tpl.pause.booking_reminder": (
        "예약 알림이 나가지 않습니다.",
        "Nobody is reminded of a booking.",
    ),
    "tpl.pause.booking_changed": (
        "예약이 바뀌어도 WhatsApp으로 알리지 못합니다.",
        "A changed booking is not told over WhatsApp.",
    ),
    "tpl.pause.notify": (
        "POST /notify가 이유를 알리며 거절합니다. 호출한 시스템이 다른 방법으로 알려야 합니다.",
        "POST /notify refuses with the reason; the calling system has to tell them another way.",
    ),
    "tpl.pause.answer_due": (
        "답변은 사라지지 않습니다. 고객이 다시 메시지를 보낼 때까지 기다립니다.",
        "The answer is not lost: it waits until the customer writes again.",
    ),
    "tpl.pause.agent": (
        "상담원 화면에 이유가 나오고, 보낼 수 없습니다.",
        "Agents see the reason and cannot send it.",
    ),
    "tpl.pause.list": ("명단 발송이 멈춥니다.", "Lists stop."),
    "tpl.button.reply": ("답장", "reply"),
    "tpl.button.url": ("링크", "link"),
    "tpl.button.phone": ("전화", "call"),
    "tpl.media.image": ("사진", "photo"),
    "tpl.media.video": ("동영상", "video"),
    "tpl.media.document": ("문서", "document"),
}

TEMPLATE_CODES: Final = {**_OURS, **_STATUS, **_NEXT, **_REASONS, **_TRIGGERS}
