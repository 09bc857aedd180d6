"""A small right template in two languages, and every way to break it: one piece changed, the code
of the rule that must say so, and its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

KO: Final = """\
category: utility
what_for: 예약 하루 전에 알립니다
fired_by: [booking_reminder, agent]
header: {text: 방문 예약 안내}
body: |
  예약하신 방문을 알려 드립니다.

  일시는 {{date}}이고 장소는 {{place}}입니다.
footer: 모먼트리빙
buttons:
  - {url: "https://moment.example/b/{{booking_id}}", text: 예약 보기}
variables:
  date: {example: 12월 3일}
  place: {example: 성수 쇼룸}
  booking_id: {example: b-1042}
lives: 12 hours
otherwise: en
"""

EN: Final = """\
category: utility
what_for: A day before a visit
fired_by: [booking_reminder, agent]
header: {text: Your visit}
body: |
  This is a reminder of your visit.

  It is on {{date}} at {{place}}.
footer: Moment Living
buttons:
  - {url: "https://moment.example/b/{{booking_id}}", text: See booking}
variables:
  date: {example: December 3}
  place: {example: our showroom}
  booking_id: {example: b-1042}
lives: 12 hours
"""

AD: Final = """\
category: marketing
what_for: 새 소식
fired_by: [agent]
body: |
  (광고) 모먼트리빙 가을 소식을 알려 드립니다.
footer: 모먼트리빙 02-555-0134
buttons:
  - {reply: 수신거부, does: stop_promotions}
"""

OTHER: Final = KO.replace("방문을 알려", "방문 시간을 알려")


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """`files` is the folder by file names; `line` is that of the file `wrong`."""

    what: str
    code: str
    line: int
    files: Mapping[str, str]
    wrong: str = "visit.ko.yaml"
    samples: Mapping[str, bytes] = field(default_factory=dict)


def _changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def ko(what: str, code: str, line: int, old: str, new: str) -> Broken:
    """The Korean one is broken, the English one is there."""
    files = {"visit.ko.yaml": _changed(KO, old, new), "visit.en.yaml": EN}
    return Broken(what=what, code=code, line=line, files=files)


def en(what: str, code: str, line: int, old: str, new: str) -> Broken:
    files = {"visit.en.yaml": _changed(EN, old, new)}
    return Broken(what=what, code=code, line=line, files=files, wrong="visit.en.yaml")


def ad(what: str, code: str, line: int, old: str, new: str) -> Broken:
    files = {"news.ko.yaml": _changed(AD, old, new)}
    return Broken(what=what, code=code, line=line, files=files, wrong="news.ko.yaml")


def sample(what: str, code: str, kind: str, samples: Mapping[str, bytes]) -> Broken:
    header = f"header: {{{kind}: x.bin}}"
    files = {
        "visit.ko.yaml": _changed(KO, "header: {text: 방문 예약 안내}", header),
        "visit.en.yaml": _changed(EN, "header: {text: Your visit}", header),
    }
    return Broken(what=what, code=code, line=4, files=files, samples=samples)


def buttons(*lines: str) -> str:
    return "".join(f"  - {line}\n" for line in lines)


_BUTTON: Final = '  - {url: "https://moment.example/b/{{booking_id}}", text: 예약 보기}\n'
_URL: Final = "https://moment.example/b/{{booking_id}}"
_HEADER: Final = "text: 방문 예약 안내"
_HEAD: Final = "예약하신 방문을 알려 드립니다."
_LINE: Final = "일시는 {{date}}이고 장소는 {{place}}입니다."
_DATE: Final = "date: {example: 12월 3일}"
_REPLY: Final = "{reply: 예약 바꾸기, does: 'purpose:booking'}"
_PHONE: Final = "{phone: '+8225550134', text: 전화}"
_JPEG: Final = b"\xff\xd8\xff\xe0"
_MP4: Final = b"\0\0\0\x18ftypmp42"

FORM: Final = (
    Broken(what="an upper-case name", code="form", line=1, files={"Visit.ko.yaml": KO}, wrong="Visit.ko.yaml"),
    Broken(what="a hyphen in the name", code="form", line=1, files={"visit-day.ko.yaml": KO}, wrong="visit-day.ko.yaml"),
    Broken(what="no language", code="form", line=1, files={"visit.yaml": KO}, wrong="visit.yaml"),
    Broken(what="a language with a hyphen", code="form", line=1, files={"visit.en-US.yaml": EN}, wrong="visit.en-US.yaml"),
    ko("a category that Meta has not", "form", 1, "category: utility", "category: transactional"),
    ko("no category", "form", 1, "category: utility\n", ""),
    ko("no body", "form", 5, "body: |", "body:\nold: |"),
    ko("an unknown trigger", "form", 3, "booking_reminder, agent", "cron"),
    ko("two headers", "form", 4, _HEADER, "text: 안내, image: x.jpg"),
    ko("a header that only another API may send", "form", 4, _HEADER, "gif: x.mp4"),
    ko("a button of an unknown kind", "form", 11, f'url: "{_URL}"', "copy_code: X"),
    ko("a button without a label", "form", 11, ", text: 예약 보기", ""),
    ko("a body twice", "form", 9, "footer: 모먼트리빙", "body: x"),
)  # fmt: skip

RULES: Final = (
    # On categories and time to live.
    ko("codes", "category_authentication", 1, "utility", "authentication"),
    ko("a discount in the body", "utility_promotes", 6, _HEAD, "예약하신 방문과 할인 소식을 알려 드립니다."),
    ko("a coupon in the footer", "utility_promotes", 9, "footer: 모먼트리빙", "footer: 쿠폰을 받으십시오"),
    ko("an ad as utility", "utility_promotes", 4, _HEADER, "text: (광고) 안내"),
    en("a sale", "utility_promotes", 6, "This is a reminder", "Our sale begins with"),
    en("a percentage off", "utility_promotes", 6, "This is a reminder", "Take 20% off as a reminder"),
    en("shop now", "utility_promotes", 11, "See booking", "Shop now"),
    ad("a list", "list_marketing", 3, "[agent]", "[agent, list]"),
    ad("a promised answer", "promised_marketing", 3, "[agent]", "[answer_due]"),
    ko("a life of 20 seconds", "lives_utility", 16, "12 hours", "20 seconds"),
    ko("a life of a day", "lives_utility", 16, "12 hours", "1 day"),
    ad("a life of marketing", "lives_marketing", 4, "body: |", "lives: 1 day\nbody: |"),
    # On advertising in Korea.
    ad("no mark", "ad_mark", 5, "(광고) ", ""),
    ad("the mark too late", "ad_mark", 5, "(광고) 모먼트리빙", "모먼트리빙 (광고)"),
    ad("the mark below a header", "ad_mark", 4, "body: |", "header: {text: 가을 소식}\nbody: |"),
    ad("no refusal", "ad_stop", 8, "{reply: 수신거부, does: stop_promotions}", "{reply: 문의, does: person}"),
    ad("a refusal that nobody recognises", "ad_stop_label", 8, "수신거부", "그만"),
    ad("no sender", "ad_sender", 4, "footer: 모먼트리빙 02-555-0134\n", ""),
    ad("no contact", "ad_contact", 6, "모먼트리빙 02-555-0134", "모먼트리빙"),
    en("marketing abroad", "ad_abroad", 1, "category: utility", "category: marketing"),
    # On header, body, footer, labels.
    ko("a long header", "header_long", 4, _HEADER, f"text: {'가' * 61}"),
    ko("two variables in the header", "header_variables", 4, _HEADER, 'text: "안내 {{date}}, {{place}} 예약"'),
    ko("a line break in the header", "header_newline", 4, _HEADER, r'text: "방문\n안내"'),
    ko("a bold header", "header_formatting", 4, _HEADER, 'text: "*방문* 안내"'),
    ko("an italic header", "header_formatting", 4, _HEADER, "text: _방문_ 안내"),
    ko("a header that is struck through", "header_formatting", 4, _HEADER, "text: ~방문~ 안내"),
    ko("a header set as code", "header_formatting", 4, _HEADER, 'text: "`방문` 안내"'),
    ko("an emoji in the header", "header_emoji", 4, _HEADER, "text: 방문 안내 🎉"),
    ko("an old emoji in the header", "header_emoji", 4, _HEADER, "text: ☎ 방문 안내"),
    ko("a long body", "body_long", 5, _HEAD, "가" * 1024),
    ko("a body that its values make long", "body_filled_long", 5, _DATE, f"date: {{example: {'가' * 1000}}}"),
    ad("marketing of six lines", "body_lines", 4, "알려 드립니다.", "알려\n  드\n  립\n  니\n  다\n  요."),
    ko("a long footer", "footer_long", 9, "footer: 모먼트리빙", f"footer: {'가' * 61}"),
    ko("an emoji in the footer", "footer_not_plain", 9, "footer: 모먼트리빙", "footer: 모먼트리빙 🎉"),
    ko("a footer of two lines", "footer_not_plain", 9, "footer: 모먼트리빙", r'footer: "모먼트\n리빙"'),
    ko("a bold footer", "footer_not_plain", 9, "footer: 모먼트리빙", 'footer: "*모먼트리빙*"'),
    Broken(what="a header that its example makes long", code="header_filled_long", line=4, files={
        "visit.ko.yaml": KO.replace("방문 예약 안내", f"\"{'가' * 48} {{{{place}}}} 안\"").replace("성수 쇼룸", "성수동에 있는 모먼트리빙 쇼룸"),
        "visit.en.yaml": EN,
    }),
    ko("a tilde in the header", "tilde", 4, _HEADER, "text: 9시~10시 방문"),
    ko("a variable in the footer", "footer_variable", 9, "footer: 모먼트리빙", 'footer: "{{place}} 드림"'),
    ko("a long label", "label_long", 11, "예약 보기", "가" * 26),
    ko("a variable in a label", "label_variable", 11, "text: 예약 보기", 'text: "{{date}} 보기"'),
    ko("an emoji in a label", "label_not_plain", 11, "예약 보기", "예약 보기 👀"),
    ko("a bold label", "label_not_plain", 11, "text: 예약 보기", 'text: "*예약* 보기"'),
    ko("a label of two lines", "label_not_plain", 11, "text: 예약 보기", r'text: "예약\n보기"'),
    # On variables.
    ko("a numbered variable", "variable_positional", 8, "{{date}}", "{{1}}"),
    ko("an upper-case variable", "variable_name", 8, "{{date}}", "{{Date}}"),
    ko("a hyphen in a variable", "variable_name", 8, "{{date}}", "{{visit-date}}"),
    ko("a variable in Korean", "variable_name", 8, "{{date}}", "{{날짜}}"),
    ko("an empty variable", "variable_name", 8, "{{date}}", "{{}}"),
    ko("a variable of two words", "variable_name", 8, "{{date}}", "{{visit date}}"),
    ko("a # in a variable", "variable_signs", 8, "{{date}}", "{{#date}}"),
    ko("a $ in a variable", "variable_signs", 8, "{{date}}", "{{$date}}"),
    ko("a digit in a variable", "variable_digits", 8, "{{date}}", "{{date2}}"),
    ko("blanks in braces", "variable_blanks", 8, "{{date}}", "{{ date }}"),
    ko("a brace too few at the end", "variable_braces", 8, "{{date}}", "{{date}"),
    ko("a brace too few at the beginning", "variable_braces", 8, "{{date}}", "{date}}"),
    ko("single braces", "variable_braces", 8, "{{date}}", "{date}"),
    ko("three braces", "variable_braces", 8, "{{date}}", "{{{date}}}"),
    ko("a variable that is not closed", "variable_braces", 8, "{{place}}입니다.", "{{place입니다."),
    ko("variables side by side", "variables_adjacent", 8, "{{date}}이고 장소는 {{place}}", "{{date}}{{place}}"),
    ko("variables with a blank between", "variables_adjacent", 8, "{{date}}이고 장소는 {{place}}", "{{date}} {{place}}"),
    ko("a variable first", "variable_first", 6, _HEAD, "{{place}} 방문을 알려 드립니다."),
    ko("a variable last", "variable_last", 8, "{{place}}입니다.", "{{place}}"),
    ko("a header that ends with a variable", "header_edge", 4, _HEADER, 'text: "방문 {{date}}"'),
    ko("an undeclared variable", "variable_undeclared", 8, "{{date}}", "{{day}}"),
    ko("an undeclared variable in an address", "variable_undeclared", 11, "{{booking_id}}", "{{booking}}"),
    ko("an unused variable", "variable_unused", 13, _DATE, f"time: {{example: 3시}}\n  {_DATE}"),
    ko("too many variables", "variables_many", 5, f"{_HEAD}\n\n  {_LINE}", "일시 {{date}}, {{place}}."),
    ko("a variable that no booking has", "variable_not_supplied", 8, "{{date}}", "{{price}}"),
    # On examples.
    ko("no example", "example_missing", 13, _DATE, "date: {means: 방문일}"),
    ko("a # in an example", "example_signs", 13, "12월 3일", "'#3'"),
    ko("a $ in an example", "example_signs", 13, "12월 3일", "$12"),
    ko("a % in an example", "example_signs", 13, "12월 3일", "100%"),
    ko("the name as example", "example_is_name", 13, "12월 3일", "date"),
    ko("the name in brackets", "example_is_name", 13, "12월 3일", '"[Date]"'),
    ko("the variable as example", "example_braces", 13, "12월 3일", '"{{date}}"'),
    ko("a line break in an example", "example_break", 13, "12월 3일", r'"12월\n3일"'),
    ko("a tab in an example", "example_break", 13, "12월 3일", r'"12월\t3일"'),
    ko("blanks in an example", "example_spaces", 13, "12월 3일", "'12월    3일'"),
    ko("an address as the end of an address", "example_address", 15, "b-1042", '"https://moment.example/b/1"'),
    # On buttons.
    ko("eleven buttons", "buttons_many", 21, _BUTTON, buttons(*(f"{{reply: 답 {n}, does: person}}" for n in range(11)))),
    ko("four buttons", "buttons_folded", 14, _BUTTON, buttons(*(f"{{reply: 답 {n}, does: person}}" for n in range(4)))),
    ko("replies and an address", "buttons_mixed", 11, _BUTTON, buttons(_REPLY) + _BUTTON),
    ko("an address between replies", "buttons_order", 13, _BUTTON, buttons(_REPLY) + _BUTTON + buttons("{reply: 상담원, does: person}")),
    ko("a reply between an address and a phone", "buttons_order", 13, _BUTTON, _BUTTON + buttons(_REPLY, _PHONE)),
    ko("three addresses", "links_many", 13, _BUTTON, _BUTTON + buttons("{url: 'https://a.example', text: 가}", "{url: 'https://b.example', text: 나}")),
    ko("two phones", "phones_many", 13, _BUTTON, _BUTTON + buttons(_PHONE, "{phone: '+8225550135', text: 다른 전화}")),
    ko("a label twice", "label_twice", 12, _BUTTON, buttons("{reply: 예약, does: person}", "{reply: ' 예약 ', does: type}")),
    ko("a phone without a country", "phone_form", 12, _BUTTON, _BUTTON + buttons("{phone: 02-555-0134, text: 전화}")),
    ko("a phone with hyphens", "phone_form", 12, _BUTTON, _BUTTON + buttons("{phone: '+82-2-555-0134', text: 전화}")),
    ko("a long phone", "phone_long", 12, _BUTTON, _BUTTON + buttons("{phone: '+82255501340000000000', text: 전화}")),
    ko("a zero after the country", "phone_zero", 12, _BUTTON, _BUTTON + buttons("{phone: '+820225550134', text: 전화}")),
    # On addresses.
    ko("an insecure address", "url_https", 11, "https://", "http://"),
    ko("an address without a scheme", "url_https", 11, "https://", ""),
    ko("a script", "url_https", 11, _URL, "javascript:alert(1)"),
    ko("a blank in an address", "url_form", 11, "/b/", "/my bookings/"),
    ko("an address on this machine", "url_form", 11, "moment.example", "localhost"),
    ko("an address of digits", "url_form", 11, "moment.example", "10.0.0.1"),
    ko("letters that are not encoded", "url_form", 11, "/b/", "/예약/"),
    ko("an address that names somebody else's domain", "url_form", 11, "moment.example", "moment.example@evil.example"),
    ko("a broken address", "url_form", 11, "moment.example", "[moment"),
    ko("a long address", "url_long", 11, "/b/", f"/{'b' * 2000}/"),
    ko("an address that its example makes long once it is encoded", "url_long", 11, "b-1042", "가" * 250),
    ko("two variables in an address", "url_variables", 11, "{{booking_id}}", "{{date}}/{{booking_id}}"),
    ko("a variable inside an address", "url_variable_inside", 11, "{{booking_id}}", "{{booking_id}}/view"),
    ko("a variable as the domain", "url_variable_host", 11, _URL, "https://{{booking_id}}"),
    ko("a short address", "url_short", 11, "moment.example", "bit.ly"),
    ko("a Korean short address", "url_short", 11, "moment.example", "me2.do"),
    ko("wa.me", "url_whatsapp", 11, "moment.example/b", "wa.me/8225550134"),
    ko("WhatsApp's interface", "url_whatsapp", 11, "moment.example", "api.whatsapp.com"),
    ko("a short address in the text", "text_url_short", 6, _HEAD, "예약을 https://bit.ly/3abc 에서 보십시오."),
    ko("wa.me in the text", "text_url_whatsapp", 6, _HEAD, "wa.me/8225550134 로 말씀해 주십시오."),
    # what taps do
    ko("a reply that does nothing", "does_nothing", 11, _BUTTON, buttons("{reply: 확인}")),
    ko("a reply that does what nobody knows", "does_unknown", 11, _BUTTON, buttons("{reply: 확인, does: open_shop}")),
    ko("a purpose's tool that there is not", "does_unknown", 11, _BUTTON, buttons("{reply: 확인, does: 'purpose:orders:dance'}")),
    ko("a purpose without a name", "does_unknown", 11, _BUTTON, buttons("{reply: 확인, does: 'purpose:'}")),
    ko("a long payload", "does_long", 11, _BUTTON, buttons(f"{{reply: 확인, does: 'purpose:{'a' * 130}'}}")),
    ko("a purpose that the policy has not", "does_purpose", 11, _BUTTON, buttons("{reply: 확인, does: 'purpose:returns'}")),
    # On words.
    ko("Korean that is English", "words_language", 5, f"{_HEAD}\n\n  {_LINE}", "It is on {{date}} at {{place}} for you and all your friends."),
    en("English that is Korean", "words_language", 5, "This is a reminder of your visit.\n\n  It is on {{date}} at {{place}}.", "예약하신 방문은 {{date}}에 {{place}}에서 있습니다."),
    en("Hangul in English", "words_hangul_name", 6, "your visit.", "your visit 예약."),
    ko("Korean with hardly any", "words_mostly_other", 5, f"{_HEAD}\n\n  {_LINE}", "It is on {{date}} at {{place}} for you and all your friends 네."),
    en("a Korean label", "words_hangul", 11, "See booking", "예약 보기"),
    ko("a body that begins with a bold variable", "variable_edge", 6, _HEAD, "*{{date}}* 방문을 알려 드립니다."),
    ko("a body that ends with a bold variable", "variable_edge", 8, _LINE, "일시는 {{date}}이고 장소는 *{{place}}*"),
    ko("an address that a blank ends", "example_blank_in_address", 15, "b-1042", "b 1042"),
    ko("nothing that sends it", "fired_by_nothing", 3, "[booking_reminder, agent]", "[]"),
    ko("20% DC", "utility_promotes", 6, _HEAD, "다음 예약은 20% DC 해 드립니다."),
    en("what is saved", "utility_promotes", 6, "your visit.", "your visit. Save 20% on the next one."),
    ko("a character that nobody sees", "text_unseen", 6, _HEAD, "예약하신\u200b 방문을 알려 드립니다."),
    ko("a turned direction", "text_unseen", 13, "12월 3일", "12월\u202e 3일"),
    Broken(what="ko_KR", code="language_unknown", line=1, files={"visit.ko_KR.yaml": KO.replace("otherwise: en\n", "")}, wrong="visit.ko_KR.yaml"),
    Broken(what="a language that Meta has not", code="language_unknown", line=1, files={"visit.xx.yaml": EN}, wrong="visit.xx.yaml"),
    # On languages beside each other.
    ko("another category", "languages_category", 1, "utility", "marketing"),
    ko("a variable less", "languages_variables", 13, "이고 장소는 {{place}}입니다", "입니다"),
    ko("another kind of button", "languages_buttons", 11, _BUTTON, buttons(_REPLY)),
    Broken(what="another tap", code="languages_does", line=11, files={
        "visit.ko.yaml": KO.replace(_BUTTON, buttons("{reply: 상담원, does: person}")),
        "visit.en.yaml": EN.replace(EN.splitlines()[10], "  - {reply: Change, does: 'purpose:booking'}")}),
    ko("no header", "languages_header", 1, "header: {text: 방문 예약 안내}\n", ""),
    ko("another trigger", "languages_fired_by", 3, "[booking_reminder, agent]", "[booking_reminder]"),
    ko("itself instead of itself", "otherwise_itself", 17, "otherwise: en", "otherwise: ko"),
    ko("a language that is not there", "otherwise_missing", 17, "otherwise: en", "otherwise: ja"),
    Broken(what="a circle", code="otherwise_circle", line=17, files={"visit.ko.yaml": KO, "visit.en.yaml": EN + "otherwise: ko\n"}),
    # On names beside each other.
    Broken(what="the same words under another name", code="same_content", line=5, files={"visit.ko.yaml": KO, "visit.en.yaml": EN, "other.ko.yaml": KO}),
    Broken(what="the same words with other variables", code="same_content", line=5, files={"visit.ko.yaml": KO, "visit.en.yaml": EN, "other.ko.yaml": KO.replace("place", "people")}),
    # On samples.
    sample("no sample", "sample_missing", "image", {}),
    sample("a video as image", "sample_type", "image", {"x.bin": _MP4}),
    sample("a page as document", "sample_type", "document", {"x.bin": b"<html>"}),
    sample("an image as video", "sample_type", "video", {"x.bin": _JPEG}),
    sample("a large document", "sample_large", "document", {
        "x.bin": b"%PDF-1.7" + bytes(16 * 1024 * 1024)}),
    sample("a large image", "sample_large", "image", {"x.bin": _JPEG + bytes(5 * 1024 * 1024)}),
)  # fmt: skip
