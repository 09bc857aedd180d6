"""Words of the pages of message templates and of figures, as (Korean, English)."""

from typing import Final

from wa_support.web.console.words_template_codes import TEMPLATE_CODES

_LIST: Final = {
    "templates": ("템플릿", "Templates"),
    "tpl.title": ("메시지 템플릿", "Message templates"),
    "tpl.lead": (
        "24시간이 지난 고객에게는 템플릿만 보낼 수 있습니다. 문구는 {where} 폴더에 있습니다.",
        "Once 24 hours have passed, only these can be sent. Their words are files in {where}.",
    ),
    "tpl.demo": (
        "시연이 두 번째 승인자 역할까지 맡아 미리 승인하고, Meta 대신 가상 플랫폼에 제출했습니다.",
        "The demo played the second person, too, and submitted them to the simulated platform.",
    ),
    "tpl.refresh": ("Meta 상태 새로 확인", "Ask Meta now"),
    "tpl.none": ("아직 템플릿이 없습니다.", "No templates yet."),
    "tpl.none_hint": (
        "{where}/이름.ko.yaml 파일을 만들고 wa-support templates lint 명령으로 확인해 주세요.",
        "Write {where}/NAME.ko.yaml and check it with wa-support templates lint.",
    ),
    "tpl.waiting": ("처리를 기다리는 일", "Waiting now"),
    "tpl.nothing_waits": ("기다리는 일이 없습니다.", "Nothing waits."),
    "tpl.month_short": ("30일 동안 {n}건 전달", "{n} delivered in 30 days"),
    "tpl.month_none": ("30일 동안 보내지 않음", "Not sent in 30 days"),
    "tpl.goes_out": ("보낼 수 있음", "can be sent"),
    "tpl.since": ("{time}부터", "since {time}"),
    "tpl.checked": ("{time} 확인", "read {time}"),
    "tpl.languages": ("언어", "Languages"),
    "tpl.not_connected": (
        ("Meta에 연결되어 있지 않습니다. WHATSAPP_BUSINESS_ACCOUNT_ID와 WHATSAPP_ACCESS_TOKEN을"
        " 설정하거나 wa-support templates 명령을 써 주세요."),
        ("Meta is not connected here. Set WHATSAPP_BUSINESS_ACCOUNT_ID and WHATSAPP_ACCESS_TOKEN,"
        " or use wa-support templates."),
    ),
}  # fmt: skip

_PAGE: Final = {
    "tpl.page_changed": (
        "이 화면을 연 뒤에 내용이 바뀌었습니다.",
        "This has changed since the page was read.",
    ),
    "tpl.read_again": ("다시 열기", "Read it again"),
    "tpl.looks": ("고객이 보는 모습", "What the customer sees"),
    "tpl.shown.review": ("검토할 버전 {number}", "Version {number}, in review"),
    "tpl.shown.file": ("지금 파일 (검토 요청 전)", "The file as it is (not put up)"),
    "tpl.shown.asked": ("수정을 요청받은 버전 {number}", "Version {number}, changes asked"),
    "tpl.note_of": ("{name} 님의 수정 요청", "{name} asks"),
    "tpl.reason_unknown": (
        "WhatsApp 관리자에서 자세한 이유를 확인해 주세요.",
        "WhatsApp Manager may say more about the reason.",
    ),
    "tpl.shown.approved": ("승인한 버전 {number}", "Version {number}, approved"),
    "tpl.shown.none": ("보여 드릴 내용이 없습니다.", "There is nothing to show."),
    "tpl.put_up_by": ("{name} 님이 {time}에 검토 요청", "put up by {name}, {time}"),
    "tpl.file_changed": (
        "그 뒤에 파일이 바뀌었습니다. 아래는 검토를 요청한 그대로입니다.",
        "The file has changed since. This is what was put up.",
    ),
    "tpl.bubble_of": ("{language} 미리보기", "Preview in {language}"),
    "tpl.marked": ("색칠한 부분은 예시 값입니다.", "What is marked is an example."),
    "tpl.see_all": ("모두 보기", "See all options"),
    "tpl.all_buttons": ("모든 버튼 {n}개", "All {n} buttons"),
    "tpl.sample": ("{kind} · {file}", "{kind} · {file}"),
    "tpl.taps": ("버튼", "A tap on"),
    "tpl.file": ("파일", "File"),
    "tpl.faults": ("파일에서 고칠 곳", "To put right in the file"),
    "tpl.hints": ("살펴볼 곳", "Worth a look"),
    "tpl.edit_in_file": (
        "문구는 여기에서 고칠 수 없습니다. 파일을 고쳐 git에 올린 뒤 다시 검토를 요청해 주세요.",
        "Words are not changed here: edit the file, commit it, and put it up again.",
    ),
    "tpl.decide": ("검토", "Your review"),
    "tpl.decide_lead": (
        "고른 언어를 함께 승인하거나 수정을 요청합니다. 결정은 지금 보이는 문구에만 적용됩니다.",
        "Approve or send back the languages that are ticked. You decide about these very words.",
    ),
    "tpl.approve": ("승인", "Approve"),
    "tpl.ask_changes": ("수정 요청", "Ask for changes"),
    "tpl.note": ("고칠 점", "What should change"),
    "tpl.note_hint": (
        "수정을 요청할 때 적습니다. 검토를 요청한 사람이 읽습니다.",
        "For asking changes; the author reads it.",
    ),
    "tpl.own": (
        "직접 검토를 요청한 문구는 다른 사람이 승인합니다.",
        "What you put up yourself is approved by another person.",
    ),
    "tpl.own_alone": (
        "직접 검토를 요청한 문구입니다. 혼자 승인하면 그 사실이 기록됩니다.",
        "You put this up yourself. Approving it alone is recorded as such.",
    ),
    "tpl.put_up": ("검토 요청", "Put up for review"),
    "tpl.submit": ("Meta에 제출", "Submit to Meta"),
    "tpl.withdraw": ("검토 요청 취소", "Take out of review"),
    "tpl.done.put_up": ("검토를 요청했습니다.", "It is up for review."),
    "tpl.done.approved": (
        "승인했습니다. 이제 Meta에 제출할 수 있습니다.",
        "Approved. Next it is submitted to Meta.",
    ),
    "tpl.done.changes": ("수정을 요청했습니다.", "Changes are asked for."),
    "tpl.done.withdrawn": ("검토 요청을 취소했습니다.", "It is out of review."),
    "tpl.done.submitted": ("Meta에 제출했습니다.", "It was given to Meta."),
    "tpl.done.refreshed": ("Meta의 지금 상태를 확인했습니다.", "Read from Meta just now."),
    "tpl.variables": ("변수", "Variables"),
    "tpl.variable": ("이름", "Name"),
    "tpl.means": ("설명", "Meaning"),
    "tpl.example_in": ("예시 ({language})", "Example ({language})"),
    "tpl.no_variables": ("변수가 없습니다.", "It has no variables."),
    "tpl.used_by": ("쓰는 곳", "Used by"),
    "tpl.fired_by": ("보내는 계기", "Sent by"),
    "tpl.purposes": ("늦은 답변을 알릴 때 쓰는 목적", "Purposes that announce a late answer"),
    "tpl.no_purposes": ("없음", "none"),
    "tpl.month": ("최근 30일", "The last 30 days"),
    "tpl.month_lead": (
        "보냄 {accepted} · 전달 {delivered} · 읽음 {read} · 실패 {failed}",
        "accepted {accepted} · delivered {delivered} · read {read} · failed {failed}",
    ),
    "tpl.country": ("국가", "Country"),
    "tpl.no_country": ("알 수 없음", "not known"),
    "tpl.category": ("카테고리", "Category"),
    "tpl.delivered": ("전달", "Delivered"),
    "tpl.cost": ("비용", "Cost"),
    "tpl.cost_whole": ("비용 약 {cost}", "about {cost}"),
    "tpl.cost_part": (
        "비용 약 {cost} (가격을 모르는 {n}건 제외)",
        "about {cost}, without {n} that have no price",
    ),
    "tpl.no_price": ("가격 없음", "no price"),
    "tpl.no_price_hint": (
        ("Meta는 전달된 메시지마다 국가와 카테고리에 따라 요금을 받습니다. 요금표의 단가를"
        " policies.yaml의 engineer.template_prices에 적으면 비용을 계산합니다."),
        ("Meta charges for each delivered message, by country and category. Write the prices of its"
        " rate card into engineer.template_prices of policies.yaml and the cost is worked out."),
    ),
    "tpl.paused": ("보낼 수 없는 동안", "While it cannot be sent"),
    "tpl.instead": (
        "{language}: 대신 {other} 문구가 나갑니다.",
        "{language}: {other} goes out instead.",
    ),
    "tpl.no_instead": (
        "{language}: 대신 나가는 언어가 없습니다.",
        "{language}: no other language goes out instead.",
    ),
    "tpl.held": (
        ("Meta가 일시 중지한 메시지는 중지가 풀리면 나갑니다. 그 밖의 경우에는 새로 보내지 않고,"
        " 이미 보내려던 메시지는 ‘미처리 건’에 남아 사람의 결정을 기다립니다."),
        ("While Meta pauses it, messages wait and go out when the pause ends. Otherwise nothing new"
        " is sent, and what was about to go waits for a person under Stuck."),
    ),
    "tpl.other_ways": ("고객이 연락할 수 있는 다른 방법", "How customers reach people meanwhile"),
    "tpl.diff": ("승인한 버전과 다른 점", "Changes since the approved version"),
    "tpl.diff_first": (
        "처음 검토하는 문구라 비교할 승인 버전이 없습니다.",
        "Nothing was approved before, so there is nothing to compare it with.",
    ),
    "tpl.diff_same": ("승인한 버전과 같습니다.", "The same as what was approved."),
    "tpl.other_sample": (
        "머리말의 파일이 승인한 것과 다릅니다. 미리보기에서 확인해 주세요.",
        "The file in the header is not the one that was approved. Look at the preview.",
    ),
    "tpl.diff_gone": ("뺀 줄", "removed"),
    "tpl.diff_new": ("더한 줄", "added"),
    "tpl.diff_meta": ("Meta의 문구가 승인한 버전과 다름", "Meta's copy is not what was approved"),
    "tpl.history": ("내부 검토 기록", "Our review"),
    "tpl.no_history": ("아직 검토를 요청한 적이 없습니다.", "It was never put up."),
    "tpl.version": ("버전 {number}", "Version {number}"),
    "tpl.reviewed_by": ("{name} 님, {time}", "{name}, {time}"),
    "tpl.alone": ("혼자 승인", "approved alone"),
    "tpl.meta": ("Meta", "Meta"),
    "tpl.meta_category": ("카테고리", "Category"),
    "tpl.meta_next_category": (
        "{time}부터 카테고리가 바뀝니다: {category}",
        "It becomes {category} on {time}.",
    ),
    "tpl.meta_quality": ("품질", "Quality"),
    "tpl.meta_reason": ("이유", "Reason"),
    "tpl.meta_last_sent": ("마지막 발송", "Last sent"),
    "tpl.meta_version": ("Meta에 있는 버전", "Version that Meta has"),
    "tpl.meta_foreign": ("여기에서 제출하지 않음", "not given by us"),
    "tpl.meta_locked": ("이름을 다시 쓸 수 없음", "Name locked"),
    "tpl.until": ("{time}까지", "until {time}"),
    "tpl.meta_archive": ("보관", "Archive"),
    "tpl.meta_archive_soon": (
        "1년 가까이 쓰지 않아 한 달 안에 Meta가 보관합니다. 한 번 보내거나 고치면 그대로 남습니다.",
        "Unused for almost a year: Meta archives it within a month. A send or an edit keeps it.",
    ),
    "tpl.meta_id": ("Meta ID", "Meta's id"),
    "tpl.refused.stale": (
        "{template}: 이 화면을 연 뒤에 다른 버전이 올라왔습니다. 다시 보고 결정해 주세요.",
        "{template}: another version was put up since this page was read. Look again.",
    ),
    "tpl.refused.own": (
        "{template}: {who} 님이 검토를 요청한 문구라 다른 사람이 승인해야 합니다.",
        "{template}: {who} put it up, so another person approves it.",
    ),
    "tpl.refused.not_in_review": (
        "{template}: 버전 {number} 문구는 검토 중이 아닙니다. 먼저 검토를 요청해 주세요.",
        "{template}: version {number} is not in review. Put it up first.",
    ),
    "tpl.refused.decided": (
        "{template}: 버전 {number} 문구는 {who} 님이 이미 결정했습니다.",
        "{template}: {who} has decided about version {number} already.",
    ),
    "tpl.refused.unchanged": (
        "{template}: 버전 {number} 글은 {who} 님이 수정을 요청했습니다. 먼저 파일을 고쳐 주세요.",
        "{template}: {who} asked for changes of version {number}. Change the file first.",
    ),
    "tpl.refused.note_empty": (
        "고칠 점을 적어 주세요. 검토를 요청한 사람이 읽습니다.",
        "Write what should change; the author reads it.",
    ),
    "tpl.refused.note_long": (
        "고칠 점은 {limit}자까지입니다.",
        "A note has at most {limit} characters.",
    ),
    "tpl.refused.nothing": (
        "{template}: 검토 중인 언어를 하나 이상 골라 주세요.",
        "{template}: choose at least one that is in review.",
    ),
    "tpl.refused.no_file": (
        "{template}: {folder}에 그런 파일이 없습니다.",
        "{template}: no such file in {folder}.",
    ),
    "tpl.refused.faulty": (
        "{template}: 파일에 오류가 있어 검토를 요청할 수 없습니다.",
        "{template}: the file has errors, so it cannot be put up for review.",
    ),
}  # fmt: skip

_FIGURES: Final = {
    "figures": ("지표", "Figures"),
    "fig.lead": ("최근 30일 ({since}부터)", "The last 30 days, since {since}"),
    "fig.satisfaction": ("고객이 답한 해결 여부", "Whether it was solved, as customers said"),
    "fig.kind.bot": ("봇이 혼자 답한 대화", "Answered by the bot alone"),
    "fig.kind.agent": ("상담원이 답한 대화", "Answered by a person"),
    "fig.n": (
        "질문 {asked}건 · 응답 {of}건 · 응답률 {rate}%",
        "n = {of} · asked {asked} · response rate {rate}%",
    ),
    "fig.nobody_asked": ("아직 물어본 고객이 없습니다.", "Nobody was asked."),
    "fig.nobody_answered": (
        "{asked}명에게 물었고 아직 답이 없습니다.",
        "{asked} were asked; nobody has answered.",
    ),
    "fig.few": ("응답 수가 적어 비율을 믿기 어렵습니다.", "Too few to trust a share."),
    "fig.who_answers": (
        "답한 고객만의 수치입니다. 답하지 않은 고객은 다를 수 있습니다.",
        "Of those who answered; who did not may feel otherwise.",
    ),
    "fig.answer.solved": ("해결됨", "solved"),
    "fig.answer.poorly": ("아쉽지만 해결됨", "solved, but poorly"),
    "fig.answer.not_solved": ("해결되지 않음", "not solved"),
    "fig.promises": ("상담원 답변을 약속한 시간", "The time promised for a person's word"),
    "fig.promises_lead": (
        "다른 연락 방법만 안내했으면 지킨 것으로 세지 않습니다.",
        "Told another way does not count as kept.",
    ),
    "fig.kept": ("약속한 시간 안에 상담원이 답함", "a person answered in time"),
    "fig.answered_late": ("늦게 답함", "a person answered late"),
    "fig.told_only": ("다른 연락 방법만 안내하고 답하지 못함", "told another way, never answered"),
    "fig.promises_n": ("약속 {of}건", "n = {of}"),
    "fig.no_promises": ("결과를 아는 약속이 없습니다.", "No promise has come due."),
    "fig.not_counted": ("위 비율에 넣지 않은 것", "Not in these shares"),
    "fig.open": ("아직 기다림", "still waiting"),
    "fig.ended": ("답하기 전에 끝남 (돌려줌, 마침)", "over before an answer (returned, resolved)"),
    "fig.unpromised": ("약속한 시간이 없던 건", "nothing was promised"),
    "fig.count": ("{n}건", "{n}"),
}  # fmt: skip

_ACTIONS: Final = {
    "action.template_put_up": ("템플릿 검토를 요청함", "put a template up for review"),
    "action.template_approved": ("템플릿을 승인함", "approved a template"),
    "action.template_changes_asked": ("템플릿 수정을 요청함", "asked for changes of a template"),
    "action.template_withdrawn": ("템플릿 검토 요청을 취소함", "took a template out of review"),
    "action.template_superseded": (
        "템플릿의 새 버전이 올라와 검토에서 빠짐",
        "a newer version took its place in review",
    ),
}

TEMPLATE_WORDS: Final = {**_LIST, **_PAGE, **_FIGURES, **_ACTIONS, **TEMPLATE_CODES}
