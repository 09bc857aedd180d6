"""Words of accounts, of the audit and of what is stuck, as (Korean, English)."""

from typing import Final

_SIGN_IN: Final = {
    "sign_in": ("로그인", "Sign in"),
    "sign_out": ("로그아웃", "Sign out"),
    "login": ("이메일", "E-mail"),
    "password": ("비밀번호", "Password"),
    "password_again": ("비밀번호 한 번 더", "The password again"),
    "set_password": ("비밀번호 정하기", "Set a password"),
    "set_password_lead": (
        "비밀번호를 정하면 이 링크는 더 열리지 않습니다.",
        "Once a password is set, this link opens no more.",
    ),
    "password_rule": (
        "{least}자 이상, 이메일이나 이름과 다르게 정해 주세요.",
        "At least {least} characters; not the e-mail address or the name.",
    ),
    "passwords_differ": ("두 비밀번호가 다릅니다.", "The two passwords differ."),
    "no_account_hint": (
        "계정이나 비밀번호가 없으면 관리자에게 새 링크를 받아 주세요.",
        "Without an account or its password, ask an admin for a link.",
    ),
    "link_gone": (
        "이 링크는 이미 썼거나 기한이 지났습니다. 관리자에게 새 링크를 받아 주세요.",
        "This link was used or has run out. Ask an admin for a new one.",
    ),
    "signed_out": (
        "로그아웃되었습니다. 쓰던 글은 이 화면에 남아 있습니다.",
        "You are signed out. What you were writing is still here.",
    ),
    "sign_in_again": ("새 탭에서 다시 로그인", "Sign in again in a new tab"),
    "not_yours": ("이 화면을 쓸 권한이 없습니다.", "Your role does not include this."),
    "not_yours_hint": (
        "지금 역할은 ‘{role}’입니다. 필요하면 관리자에게 말씀해 주세요.",
        "You are signed in as {role}. Ask an admin if you need it.",
    ),
}  # fmt: skip

_REFUSALS: Final = {
    "refusal.name_empty": (
        "고객에게 보일 이름이 필요합니다.",
        "A name is needed: customers see it.",
    ),
    "refusal.name_long": ("이름은 40자까지입니다.", "A name has at most 40 characters."),
    "refusal.name_signs": (
        "보이지 않는 글자나 ‘bot’ 같은 말은 이름으로 쓸 수 없습니다.",
        "A name cannot hold invisible signs, or be a word such as bot.",
    ),
    "refusal.name_taken": (
        "그 이름은 누군가 쓰고 있거나 썼습니다. 그 이름으로 한 말은 그 사람의 것으로 남습니다.",
        "Somebody has, or had, that name; what was said under it stays theirs.",
    ),
    "refusal.login_shape": (
        "minji@shop.example 같은 이메일 주소를 적어 주세요.",
        "The login is an e-mail address, such as minji@shop.example.",
    ),
    "refusal.login_taken": (
        "그 주소로 로그인하는 사람이 이미 있습니다.",
        "Somebody signs in with that address already.",
    ),
    "refusal.password_short": (
        "비밀번호는 10자 이상이어야 합니다.",
        "A password has at least 10 characters.",
    ),
    "refusal.password_long": (
        "비밀번호는 200자까지입니다.",
        "A password has at most 200 characters.",
    ),
    "refusal.password_is_login": (
        "비밀번호는 이메일이나 이름과 달라야 합니다.",
        "The password cannot be the e-mail address or the name.",
    ),
    "refusal.capacity": (
        "한 번에 맡는 대화는 0에서 99까지입니다.",
        "Between 0 and 99 conversations at once.",
    ),
    "refusal.language": ("없는 언어입니다.", "There is no such language."),
    "refusal.purpose": ("정책에 없는 목적입니다.", "The policy has no such purpose."),
    "refusal.role": ("없는 역할입니다.", "There is no such role."),
    "refusal.last_admin": (
        "마지막 관리자는 그대로 둡니다. 먼저 다른 관리자를 정해 주세요.",
        "The last admin stays an admin: make another one first.",
    ),
    "refusal.no_account": ("그런 계정이 없습니다.", "There is no such account."),
    "refusal.link_spent": (
        "이 링크는 이미 썼거나 기한이 지났습니다.",
        "This link was used or has run out.",
    ),
    "refusal.not_the_password": (
        "이메일이나 비밀번호가 맞지 않습니다.",
        "The e-mail address or the password is not right.",
    ),
    "refusal.too_many_tries": (
        "여러 번 틀렸습니다. {seconds}초 뒤에 다시 해 주세요.",
        "Too many tries. Try again in {seconds} s.",
    ),
}  # fmt: skip

_PEOPLE: Final = {
    "people": ("사람", "People"),
    "add_person": ("사람 추가", "Add a person"),
    "person_name": ("이름", "Name"),
    "person_name_hint": (
        "고객에게 “{example} 상담원입니다.”처럼 보입니다. 나중에 바꿀 수 없습니다.",
        "Customers see it, as in “{example} here, from our team.” It cannot be changed later.",
    ),
    "role": ("역할", "Role"),
    "speaks": ("답하는 언어", "Languages"),
    "speaks.ko": ("한국어", "Korean"),
    "speaks.en": ("영어", "English"),
    "answers_purposes": ("맡는 목적", "Purposes"),
    "all_when_none": ("고르지 않으면 전부입니다.", "None chosen means all."),
    "capacity": ("한 번에 맡는 대화 수", "Conversations at once"),
    "since": ("추가한 때", "Added"),
    "everything_": ("전부", "all"),
    "add": ("추가", "Add"),
    "change": ("바꾸기", "Change"),
    "remove": ("내보내기", "Remove"),
    "remove_sure": (
        "{name} 님은 더 이상 들어올 수 없고, 맡은 대화는 대기로 돌아갑니다. 내보내시겠습니까?",
        "{name} can come in no more; what they have open goes back to the queue. Remove them?",
    ),
    "new_link": ("새 링크 만들기", "Make a new link"),
    "new_link_sure": (
        "{name} 님이 비밀번호를 새로 정할 링크를 만듭니다. 전에 만든 링크는 더 열리지 않습니다.",
        "{name} can set a new password with it. A link made before opens no more. Make one?",
    ),
    "no_password_yet": ("비밀번호 없음", "no password yet"),
    "handed_lead": (
        "{name} 님에게 이 링크를 전해 주세요. 여기에만 보이며 {hours}시간 안에 한 번 열립니다.",
        "Hand this link to {name}. It is shown only here, and works once within {hours} hours.",
    ),
    "handed_warning": (
        "링크를 가진 사람은 누구나 비밀번호를 정할 수 있습니다.",
        "Whoever has the link can set the password.",
    ),
    "one_time_link": ("한 번 쓰는 링크", "One-time link"),
    "role.viewer": ("보기만", "viewer"),
    "role.agent": ("상담원", "agent"),
    "role.ops": ("운영", "ops"),
    "role.approver": ("템플릿 승인자", "template approver"),
    "role.engineer": ("개발자", "engineer"),
    "role.admin": ("관리자", "admin"),
    "sure": ("확인", "Are you sure?"),
    "cancel": ("그만두기", "Cancel"),
}  # fmt: skip

_AUDIT: Final = {
    "audit": ("기록", "Audit log"),
    "audit_lead": (
        "누가 무엇을 했는지입니다. 고객의 말은 여기에 없습니다.",
        "Who did what. What customers said is not here.",
    ),
    "when": ("때", "When"),
    "who": ("누가", "Who"),
    "what": ("무엇을", "What"),
    "which": ("대상", "Subject"),
    "details": ("자세히", "Details"),
    "sealed": ("봉인", "Sealed"),
    "not_sealed": ("봉인 전", "not yet"),
    "erased": ("지운 기록", "erased"),
    "filter": ("찾기", "Filter"),
    "older_rows": ("더 오래된 기록", "Older"),
    "newest_rows": ("가장 새로운 기록", "Newest"),
    "no_rows": ("여기에는 맞는 기록이 없습니다.", "Nothing here fits."),
    "action.signed_in": ("로그인", "signed in"),
    "action.signed_out": ("로그아웃", "signed out"),
    "action.sign_in_refused": ("로그인 실패", "sign-in refused"),
    "action.password_set": ("비밀번호를 정함", "set a password"),
    "action.person_added": ("사람을 추가함", "added a person"),
    "action.person_changed": ("사람의 역할 등을 바꿈", "changed a person"),
    "action.person_removed": ("사람을 내보냄", "removed a person"),
    "action.link_made": ("새 링크를 만듦", "made a link"),
    "action.agent_replied": ("답장함", "replied"),
    "action.send_released": ("보류된 메시지를 보냄", "released a held send"),
    "action.send_dropped": ("보류된 메시지를 버림", "dropped a held send"),
    "action.send_again": ("다시 보냄", "sent again"),
    "action.letter_redriven": ("읽지 못한 웹훅을 다시 넣음", "redrove a dead letter"),
    "action.record_revived": ("기록을 다시 알림", "told a record again"),
    "action.template_submitted": ("템플릿을 Meta에 제출함", "submitted a template to Meta"),
    "action.template_deleted": ("Meta에서 템플릿을 삭제함", "deleted a template at Meta"),
    "action.policy_published": ("정책을 적용함", "published a policy"),
    "action.owner_taken": ("대화를 맡음", "took the conversation"),
    "action.owner_returned": ("봇에게 돌려줌", "gave it back"),
    "action.owner_passed_on": ("다른 사람에게 넘김", "passed it on"),
    "action.owner_resolved": ("해결함", "resolved it"),
    "action.owner_handed_off": ("사람에게 넘어감", "went to people"),
    "action.owner_customer_wrote": ("고객이 다시 씀", "the customer wrote again"),
    "action.owner_gone_elsewhere": ("다른 곳에서 답함", "answered elsewhere"),
    "action.owner_came_back": ("다른 곳에서 돌아옴", "came back from elsewhere"),
    "action.turn_replied": ("봇이 답함", "the bot answered"),
    "action.turn_handed_off": ("봇이 사람에게 넘김", "the bot handed it over"),
    "action.customers_merged": ("같은 고객으로 합침", "customers merged"),
    "action.conversations_merged": ("대화를 합침", "conversations merged"),
    "action.consent_promotions_stopped": ("광고 수신 거부", "stopped promotions"),
    "action.consent_all_stopped": ("모두 수신 거부", "stopped all notices"),
    "action.consent_promotions_wanted": ("광고 수신 동의", "asked for promotions"),
    "action.consent_night_wanted": ("야간 광고 수신 동의", "asked for promotions at night"),
    "action.consent_night_stopped": ("야간 광고 수신 거부", "stopped promotions at night"),
    "action.answer_announced": ("답변이 있음을 템플릿으로 알림", "told of an answer by template"),
    "action.answer_shown": ("알린 답변을 보냄", "sent the answer that was told of"),
    "action.consent_resumed": ("다시 받기로 함", "allowed notices again"),
}  # fmt: skip

_STUCK: Final = {
    "stuck": ("멈춘 것", "Stuck"),
    "dead_letters": ("읽지 못한 웹훅", "Unreadable webhooks"),
    "dead_letters_hint": (
        "통째로 암호화해 35일까지 둡니다.",
        "Kept whole and encrypted, at most 35 days.",
    ),
    "held_sends": ("보내지 않은 메시지", "Messages not sent"),
    "given_up": ("다른 시스템에 알리지 못한 일", "What another system was not told"),
    "nothing_stuck": ("없습니다.", "Nothing."),
    "size": ("크기", "Size"),
    "bytes": ("{n}바이트", "{n} bytes"),
    "reason": ("이유", "Reason"),
    "tries": ("시도", "Tries"),
    "by_whom": ("쓴 쪽", "Author"),
    "redriven_at": ("다시 넣음 {time}", "redriven {time}"),
    "redrive": ("다시 넣기", "Redrive"),
    "redrive_sure": (
        "다시 넣으시겠습니까? 이미 처리된 것은 두 번 처리되지 않습니다: {thing}",
        "Put {thing} into the inbox again? What was handled before is not handled twice.",
    ),
    "release": ("보내기", "Send it"),
    "release_sure": (
        "내용이 아직 맞습니까? 맞으면 보냅니다: {thing}",
        "Send {thing}? Are its words still true?",
    ),
    "release_twice_sure": (
        "이미 도착했을 수 있어, 보내면 고객이 두 번 받을 수 있습니다. 보내시겠습니까? {thing}",
        "{thing} may have arrived already; the customer may get it twice. Send it?",
    ),
    "drop": ("버리기", "Drop"),
    "drop_sure": ("보내지 않고 버리시겠습니까? {thing}", "Never send {thing}?"),
    "dropped_by": ("{name} 님이 버림", "dropped by {name}"),
    "tell_again": ("다시 알리기", "Tell again"),
    "tell_again_sure": ("한 번 더 알리시겠습니까? {thing}", "Tell {thing} once more?"),
    "outcome.unknown": ("도착했는지 모름", "may have arrived"),
}  # fmt: skip

PEOPLE_WORDS: Final = {**_SIGN_IN, **_REFUSALS, **_PEOPLE, **_AUDIT, **_STUCK}
