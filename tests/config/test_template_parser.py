import pytest

from wa_support.config.template_parser import parse_template
from wa_support.domain.templates.template import (
    Button,
    ButtonKind,
    Category,
    Header,
    HeaderKind,
    Template,
    TemplateKey,
    Trigger,
    Variable,
)

FILE = "templates/booking_reminder.ko.yaml"
RIGHT = """\
category: utility
what_for: 예약 하루 전에 알립니다
fired_by: [booking_reminder, agent]
otherwise: en
header: {text: 예약 안내}
body: |
  {{place}} 방문 예약을 알려 드립니다.

  {{date}}에 뵙겠습니다.
footer: 모먼트리빙
buttons:
  - {reply: 예약 바꾸기, does: "purpose:booking"}
  - {url: "https://moment.example/b/{{booking_id}}", text: 예약 보기}
  - {phone: "+8225550134", text: 전화}
variables:
  place: {example: 성수 쇼룸, means: 쇼룸 이름}
  date: {example: 12월 3일}
  booking_id: {example: b-1042}
lives: 12 hours
"""


def parsed(source: str | bytes, file: str = FILE) -> list[str]:
    raw = source if isinstance(source, bytes) else source.encode()
    found = parse_template(raw, file=file)
    assert (found.template is None) == any(not fault.warning for fault in found.faults)
    return [
        f"{fault.line}:{fault.column} {fault.found}; {fault.expected}" for fault in found.faults
    ]


def test_a_file_is_read_whole() -> None:
    found = parse_template(RIGHT.encode(), file=FILE)

    assert found.faults == ()
    assert found.template == Template(
        key=TemplateKey(name="booking_reminder", language="ko"),
        category=Category.UTILITY,
        body="{{place}} 방문 예약을 알려 드립니다.\n\n{{date}}에 뵙겠습니다.",
        what_for="예약 하루 전에 알립니다",
        fired_by=(Trigger.BOOKING_REMINDER, Trigger.AGENT),
        header=Header(kind=HeaderKind.TEXT, text="예약 안내"),
        footer="모먼트리빙",
        buttons=(
            Button(kind=ButtonKind.REPLY, text="예약 바꾸기", does="purpose:booking"),
            Button(
                kind=ButtonKind.URL,
                text="예약 보기",
                url="https://moment.example/b/{{booking_id}}",
            ),
            Button(kind=ButtonKind.PHONE, text="전화", phone="+8225550134"),
        ),
        variables=(
            Variable(name="place", example="성수 쇼룸", means="쇼룸 이름"),
            Variable(name="date", example="12월 3일"),
            Variable(name="booking_id", example="b-1042"),
        ),
        otherwise="en",
        lives_ms=12 * 3600 * 1000,
    )


@pytest.mark.parametrize("kind", ["image", "video", "document"])
def test_a_header_may_be_a_sample(kind: str) -> None:
    source = RIGHT.replace("{text: 예약 안내}", f"{{{kind}: shop-1.jpg}}")

    found = parse_template(source.encode(), file=FILE).template

    assert found is not None
    assert found.header == Header(kind=HeaderKind(kind), sample="shop-1.jpg")


def test_hangul_in_parts_is_put_together() -> None:
    in_parts = "\u110b\u1166\u110b\u1163\u11a8"  # 예약 as macOS saves it, roughly

    found = parse_template(RIGHT.replace("모먼트리빙", in_parts).encode(), file=FILE).template

    assert found is not None
    assert len(found.footer) == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("category: utility", "category: service", "1:11 'service'"),
        ("category: utility\n", "", "1:1 category is missing"),
        ("[booking_reminder, agent]", "[booking_remind]", "3:12 'booking_remind'; did you mean"),
        ("[booking_reminder, agent]", "[agent, agent]", "3:19 agent a second time"),
        ("[booking_reminder, agent]", "", "3:10 nothing"),
        ("otherwise: en", "otherwise: English", "4:12 'English'"),
        ("{text: 예약 안내}", "{text: a, image: b.jpg}", "5:9 no header or several"),
        ("{text: 예약 안내}", "{gif: b.gif}", "5:10 unknown key 'gif'"),
        ("{text: 예약 안내}", "{image: ../policies.yaml}", "5:17 '../policies.yaml'"),
        ("{text: 예약 안내}", "예약 안내", "5:9 '예약 안내'"),
        (
            "footer: 모먼트리빙",
            "foter: 모먼트리빙",
            "10:1 unknown key 'foter'; did you mean",
        ),
        ('{reply: 예약 바꾸기, does: "purpose:booking"}', "예약", "12:5 '예약'"),
        ("reply: 예약 바꾸기, does", "does", "12:5 a button of no kind"),
        ("text: 전화", "phone: 1, text: 전화", "14:28 phone a second time"),
        (", text: 전화", "", "14:5 text is missing"),
        (", text: 전화", ", text: 전화, does: person", "14:38 unknown key 'does'"),
        ("{example: 12월 3일}", "12월 3일", "17:9 '12월 3일'"),
        ("{example: 12월 3일}", "{exampel: 12월}", "17:10 unknown key 'exampel'"),
        ("{example: 12월 3일}", "{example: [a]}", "17:19 a list"),
        ("12 hours", "twelve", "19:8 'twelve'"),
        ("lives: 12 hours", "lives: 12 hours\nlives: 1 hour", "20:1 lives a second time"),
        ("footer: 모먼트리빙", "footer: &a 모먼트리빙", "10:9 an anchor"),
        ("footer: 모먼트리빙", "footer: !!python/name:os.system x", "10:9 a tag"),
        ("footer: 모먼트리빙", 'footer: "a\\u0007"', "10:9 an escaped U+0007"),
    ],
)
def test_a_fault_of_form_says_where(old: str, new: str, said: str) -> None:
    assert RIGHT.count(old) == 1

    found = parsed(RIGHT.replace(old, new))

    assert any(each.startswith(said) for each in found), found


@pytest.mark.parametrize(
    "name",
    [
        "Order.ko.yaml", "order-shipped.ko.yaml", "order.yaml", "order.ko_kr.yaml", "order.ko.yml",
        "order.en-US.yaml", "주문.ko.yaml", ".ko.yaml", f"{'a' * 513}.ko.yaml", "order.ko.yaml\n",
    ],
)  # fmt: skip
def test_a_file_name_says_name_and_language(name: str) -> None:
    assert parsed(RIGHT, file=name)[0].startswith("1:1 a file named")


def test_all_faults_are_said_at_once() -> None:
    broken = RIGHT.replace("utility", "x").replace("12 hours", "x").replace("footer", "foot")

    assert [each.split()[0] for each in parsed(broken, file="x.yaml")] == [
        "1:1", "1:11", "10:1", "19:8",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        b"", b"# nothing\n", b"- a", b"\xff\xfe", b"a: b: c", b"a\x00b", b"x" * 70_000,
        b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]", b"a: " + b"[" * 90, b"body: |\n\tx",
    ],
)  # fmt: skip
def test_hostile_bytes_are_faults(source: bytes) -> None:
    assert parsed(source)
