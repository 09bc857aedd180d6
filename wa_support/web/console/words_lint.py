"""What the lint finds in a template and how to mend it, in Korean, by the rule's own English.

`IT` is what the rule puts there.
"""

from typing import Final

_SENT: Final = {
    "a template for codes": "인증번호용 템플릿",
    "utility or marketing: codes are no purpose of support":
        "utility나 marketing으로: 인증번호는 고객 상담에 쓰지 않습니다",
    "words of promotion in a utility template (IT)": "utility 템플릿에 홍보하는 말 (IT)",
    "take them out, or Meta makes it marketing": "빼지 않으면 Meta가 marketing으로 바꿉니다",
    "a list of a marketing template": "marketing 템플릿에 list(명단 발송)",
    "lists send utility templates only": "명단 발송은 utility만 됩니다",
    "IT of category marketing": "IT: 카테고리가 marketing",
    "utility: who has not agreed to promotion would never get it":
        "utility로: 광고에 동의하지 않은 고객은 받지 못합니다",
    "nothing that sends it": "무엇이 보내는지 적혀 있지 않음",
    "one or more of booking_reminder, booking_changed, notify, answer_due, agent, list":
        "booking_reminder, booking_changed, notify, answer_due, agent, list 가운데 하나 이상",
    "a time to live that utility may not have": "utility가 가질 수 없는 유효 시간",
    "30 seconds to 12 hours; without it 30 days": "30초에서 12시간까지. 없으면 30일입니다",
    "a time to live on a marketing template": "marketing 템플릿에 유효 시간",
    "leave it out: only the Marketing Messages API takes one":
        "빼 주세요: Marketing Messages API만 받습니다",
    "promotion that does not begin with (광고)": "(광고)로 시작하지 않는 광고",
    "(광고) as the very first characters of the header, or of the body without one":
        "머리말 맨 앞에, 머리말이 없으면 본문 맨 앞에 (광고)",
    "promotion without a way to refuse it": "수신거부 방법이 없는 광고",
    "{reply: 수신거부, does: stop_promotions} among the buttons":
        "버튼에 {reply: 수신거부, does: stop_promotions}",
    "IT on the button that refuses promotion": "수신거부 버튼의 이름이 IT",
    "수신거부 in its label": "버튼 이름에 수신거부라는 말을 넣어 주세요",
    "promotion that does not name its sender": "보내는 곳의 상호가 없는 광고",
    "the business's name in the footer, or {{business}}": "꼬리말에 상호, 또는 {{business}}",
    "promotion without the sender's contact": "보내는 곳의 연락처가 없는 광고",
    "a phone number, an e-mail address or a web address in the footer":
        "꼬리말에 전화번호, 이메일 주소나 웹 주소",
    "promotion that never goes to Korean numbers": "한국 번호로는 나가지 않는 광고",
    "(광고) at the very start and a reply with does: stop_promotions, if it shall":
        "보내려면 맨 앞에 (광고), 답장 버튼에 does: stop_promotions",
}  # fmt: skip

_TEXTS: Final = {
    "a header of IT characters": "머리말이 IT자",
    "at most 60": "60자까지",
    "IT variables in the header": "머리말에 변수 IT개",
    "at most one": "하나까지",
    "a line break in the header": "머리말에 줄바꿈",
    "one line": "한 줄로",
    "formatting marks in the header": "머리말에 서식 기호",
    "plain words, without * _ ~ or `": "* _ ~ ` 없이 글만",
    "a header of IT characters with the example in it": "예시를 넣으면 머리말이 IT자",
    "at most 60: shorten the text, or leave room for longer values":
        "60자까지: 글을 줄이고, 더 긴 값이 들어갈 여유도 남겨 주세요",
    "a ~ in a header or a label": "머리말이나 버튼 이름에 ~",
    "another sign, such as –; it may be refused": "– 같은 다른 기호로. 거부될 수 있습니다",
    "an emoji in the header": "머리말에 이모지",
    "words only; the body may have emoji": "글자만. 이모지는 본문에 쓸 수 있습니다",
    "a body of IT characters": "본문이 IT자",
    "at most 1024": "1024자까지",
    "a body of IT characters with the examples in it": "예시를 넣으면 본문이 IT자",
    "at most 1024: shorten the text, or leave room for longer values":
        "1024자까지: 글을 줄이고, 더 긴 값이 들어갈 여유도 남겨 주세요",
    "a body of IT lines": "본문이 IT줄",
    "WhatsApp folds marketing after about 5 lines: say what matters first":
        "WhatsApp은 광고를 다섯 줄쯤에서 접습니다. 중요한 말을 먼저 써 주세요",
    "a footer of IT characters": "꼬리말이 IT자",
    "a variable in the footer (IT)": "꼬리말에 변수 (IT)",
    "fixed words in the footer; move the value into the body":
        "꼬리말은 정해진 글만. 값은 본문으로 옮겨 주세요",
    "an emoji, formatting or a line break in the footer": "꼬리말에 이모지, 서식이나 줄바꿈",
    "plain words on one line; it may be refused": "한 줄로, 글자만. 거부될 수 있습니다",
    "a label of IT characters": "버튼 이름이 IT자",
    "at most 25": "25자까지",
    "a variable in a label (IT)": "버튼 이름에 변수 (IT)",
    "fixed words on a button; move the value into the body":
        "버튼은 정해진 글만. 값은 본문으로 옮겨 주세요",
    "a label with an emoji, formatting or a line break": "버튼 이름에 이모지, 서식이나 줄바꿈",
    "plain words on one line": "한 줄로, 글자만",
    "a body without a letter of IT": "본문에 IT 글자가 없음",
    "words in the language of the file": "파일 이름의 언어로",
    "a body with few letters of IT": "본문에 IT 글자가 적음",
    "words in the language of the file, or it may be refused":
        "파일 이름의 언어로. 아니면 거부될 수 있습니다",
    "Hangul in a file of IT": "IT 파일에 한글",
    "a little Hangul in a file of IT": "IT 파일에 한글이 조금",
    "fine for a name; other words in the language of the file":
        "이름이면 괜찮습니다. 다른 말은 파일 이름의 언어로",
    "a language that is not known to be one of Meta's (IT)":
        "Meta의 언어 코드로 알려지지 않음 (IT)",
    "Meta's code, such as ko, en or en_US": "ko, en, en_US 같은 Meta의 언어 코드로",
    "a character that nobody sees (IT)": "보이지 않는 글자 (IT)",
    "delete it": "지워 주세요",
}  # fmt: skip

_VARIABLES: Final = {
    "{{IT}} has a number": "{{IT}}: 이름이 아니라 번호",
    "give it a name, such as {{order_id}}": "{{order_id}} 같은 이름으로",
    "{{IT}} is no name": "{{IT}}: 이름으로 쓸 수 없음",
    "lower-case letters and _, such as {{order_id}}": "{{order_id}}처럼 소문자와 _만",
    "# $ or % in {{IT}}": "{{IT}}에 # $ %",
    "lower-case letters and _ in a name": "이름은 소문자와 _만",
    "a digit in {{IT}}": "{{IT}}에 숫자",
    "Meta's pages name lower-case letters and _ only; it may be refused":
        "Meta 문서에는 소문자와 _만 나옵니다. 거부될 수 있습니다",
    "blanks inside the braces of IT": "IT의 괄호 안에 공백",
    "{{IT}}": "{{IT}}처럼",
    "a lone IT": "짝이 맞지 않는 IT",
    "two braces on each side, {{name}}, or none": "{{name}}처럼 양쪽에 둘씩 쓰거나 빼 주세요",
    "two variables side by side": "맞붙은 두 변수",
    "words or a comma between them": "사이에 말이나 쉼표를 넣어 주세요",
    "a body that begins with a variable": "변수로 시작하는 본문",
    "begin with words": "말로 시작해 주세요",
    "a body that ends with a variable": "변수로 끝나는 본문",
    "end with words or a full stop": "말이나 마침표로 끝내 주세요",
    "only marks of formatting between a variable and the body's edge":
        "변수와 본문 끝 사이에 서식 기호뿐",
    "words there; it may be refused": "그 자리에 말을 넣어 주세요. 거부될 수 있습니다",
    "a header that begins or ends with a variable": "변수로 시작하거나 끝나는 머리말",
    "words around it; it may be refused": "앞뒤에 말을 넣어 주세요. 거부될 수 있습니다",
    "IT is not among the variables": "변수 목록에 없는 IT",
    "under variables: IT: {example: …}": "variables 아래에 IT: {example: …}",
    "IT is used nowhere": "쓰이지 않는 변수 IT",
    "use it in a text, or take it out": "글에 쓰거나 빼 주세요",
    "IT variables for THAT words": "낱말 THAT개에 변수 IT개",
    "Meta does not publish the ratio; about two words for each variable and one more have passed":
        "Meta가 비율을 밝히지 않습니다. 변수마다 낱말 둘쯤에 하나 더면 통과했습니다",
    "IT brings no THAT, only ALSO": "IT에는 THAT 변수가 없음 (있는 것: ALSO)",
    "take it out, or take the trigger out of fired_by":
        "변수를 빼거나 fired_by에서 빼 주세요",
    "IT has no example": "예시가 없는 변수 IT",
    "IT: {example: …}, as a customer would see it": "IT: {example: …}, 고객이 보게 될 값으로",
    "# $ or % in the example of IT": "IT의 예시에 # $ %",
    "an example without them": "이 기호가 없는 예시로",
    "the example of IT is its name": "IT의 예시가 변수 이름과 같음",
    "what a customer would see": "고객이 보게 될 값으로",
    "braces in the example of IT": "IT의 예시에 괄호",
    "a line break or tab in the example of IT": "IT의 예시에 줄바꿈이나 탭",
    "one line: WhatsApp refuses values with breaks":
        "한 줄로: WhatsApp은 줄바꿈이 있는 값을 받지 않습니다",
    "four spaces in a row in the example of IT": "IT의 예시에 잇따른 공백 네 칸",
    "at most three: WhatsApp refuses such values": "세 칸까지: 더 많으면 WhatsApp이 받지 않습니다",
    "a blank in the example of IT, which ends an address": "주소 끝에 오는 IT의 예시에 공백",
    "a value without blanks: others are refused when it is sent":
        "공백이 없는 값으로: 있으면 보낼 때 거부됩니다",
    "a whole address as the example of IT": "IT의 예시가 주소 전체",
    "only what stands behind the button's fixed address": "버튼의 정해진 주소 뒤에 붙을 값만",
}  # fmt: skip

_BUTTONS: Final = {
    "IT buttons": "버튼 IT개",
    "at most 10": "10개까지",
    "WhatsApp shows two and folds the rest; a computer shows none of them":
        "WhatsApp은 둘만 보여 주고 나머지는 접습니다. 컴퓨터에서는 하나도 보이지 않습니다",
    "replies beside other buttons": "답장 버튼과 다른 버튼이 함께",
    "such a message may not be shown on a computer; keep to one kind if you can":
        "컴퓨터에서 보이지 않을 수 있습니다. 되도록 한 가지만 써 주세요",
    "replies and other buttons in turn": "답장 버튼과 다른 버튼이 번갈아",
    "all replies side by side, first or last": "답장 버튼은 맨 앞이나 맨 뒤에 모아 주세요",
    "a third address": "세 번째 주소 버튼",
    "at most two address buttons": "주소 버튼은 둘까지",
    "a second phone number": "두 번째 전화 버튼",
    "at most one phone button": "전화 버튼은 하나까지",
    "the label IT a second time": "버튼 이름 IT 중복",
    "a label of its own for each button": "버튼마다 다른 이름으로",
    "a phone number that is not + and digits": "+와 숫자로 되지 않은 전화번호",
    '+, country code and number in quotes, such as "+8225550134"':
        '"+8225550134"처럼 따옴표 안에 +, 국가 번호, 번호를',
    "a phone number of IT characters": "전화번호가 IT자",
    "at most 20": "20자까지",
    "a 0 after the country code": "국가 번호 뒤에 0",
    "leave the 0 out; WhatsApp takes it away": "0을 빼 주세요. WhatsApp이 지웁니다",
    "an address without https://": "https://가 없는 주소",
    "an address that begins with https://": "https://로 시작하는 주소로",
    "something that is no web address": "웹 주소가 아님",
    "https://, a domain and a path, without blanks; other letters percent-encoded":
        "https://, 도메인, 경로를 공백 없이. 다른 글자는 퍼센트 인코딩으로",
    "an address of IT characters with the example in it": "예시를 넣으면 주소가 IT자",
    "at most 2000": "2000자까지",
    "a second variable in an address": "주소에 두 번째 변수",
    "one variable, at the end": "변수는 끝에 하나",
    "a variable inside an address": "주소 안쪽에 변수",
    "one variable, at the very end": "변수는 맨 끝에 하나",
    "a variable as the domain of an address": "주소의 도메인이 변수",
    "a fixed domain; the variable at the very end": "도메인은 고정하고 변수는 맨 끝에",
    "a shortened address (IT)": "단축 주소 (IT)",
    "the whole address, on your own domain": "회사 도메인의 전체 주소로",
    "an address that leads to WhatsApp (IT)": "WhatsApp으로 가는 주소 (IT)",
    "a reply button: the customer is already here":
        "답장 버튼으로: 고객은 이미 WhatsApp에 있습니다",
    "a shortened address in the text (IT)": "글에 단축 주소 (IT)",
    "an address that leads to WhatsApp in the text (IT)": "글에 WhatsApp으로 가는 주소 (IT)",
    "a tap on IT only brings the menu": "IT 버튼을 누르면 메뉴만 나옴",
    "does: person, purpose:<name>, see_answer or stop_promotions":
        "does: person, purpose:<이름>, see_answer나 stop_promotions",
    "IT is nothing that a tap can do": "IT: 버튼이 할 수 없는 동작",
    "person, type, purpose:<name>, purpose:<name>:<tool>, see_answer, stop_promotions or"
    " sat:<answer>:":
        "person, type, purpose:<이름>, purpose:<이름>:<도구>, see_answer, stop_promotions나"
        " sat:<답>:",
    "what a tap does has IT characters": "does 값이 IT자",
    "at most 128": "128자까지",
    "the policy has no purpose IT": "정책에 없는 목적 IT",
    "a purpose of the policy": "정책에 있는 목적으로",
}  # fmt: skip

_FAMILY: Final = {
    "another category than IT": "IT 파일과 카테고리가 다름",
    "the same in all languages of a name": "한 이름의 모든 언어에서 같게",
    "other variables than IT": "IT 파일과 변수가 다름",
    "other buttons than IT": "IT 파일과 버튼이 다름",
    "the same in all languages of a name, in the same order":
        "한 이름의 모든 언어에서 같게, 순서도 같게",
    "taps that do something else than those of IT": "IT 파일과 버튼의 동작이 다름",
    "another kind of header than IT": "IT 파일과 머리말의 종류가 다름",
    "other triggers than IT": "IT 파일과 fired_by가 다름",
    "itself instead of itself": "대신할 언어가 자기 자신",
    "another language, or leave it out: then it is held":
        "다른 언어로 바꾸거나 빼 주세요. 빼면 메시지가 보류됩니다",
    "there is no IT": "IT 파일이 없음",
    "a language that the template has": "이 템플릿에 있는 언어로",
    "languages in a circle (IT)": "서로를 가리키며 맴도는 언어 (IT)",
    "one language that names no other": "한 언어는 다른 언어를 가리키지 않게 해 주세요",
    "the same words as IT": "IT 파일과 같은 글",
    "Meta refuses the same words under a second name: use the one there is":
        "Meta는 같은 글을 다른 이름으로 받지 않습니다. 있는 것을 써 주세요",
    "no file samples/IT": "samples/IT 파일이 없음",
    "a file that reviewers see in its place": "심사하는 사람이 볼 파일을 그 자리에 넣어 주세요",
    "IT is THAT, ALSO wants MORE": "IT 파일의 형식이 THAT, ALSO 머리말에는 MORE 필요",
    "a file of that type; the bytes count, not the name":
        "그 형식의 파일로. 이름이 아니라 내용을 봅니다",
    "IT has THAT MB of ALSO": "IT 파일이 THAT MB, 한도는 ALSO MB",
    "a smaller file; kept with each version, it has 16 MB at most":
        "더 작은 파일로. 버전마다 함께 보관하므로 16MB까지입니다",
}  # fmt: skip

LINT_KOREAN: Final = {**_SENT, **_TEXTS, **_VARIABLES, **_BUTTONS, **_FAMILY}
