import time
from datetime import date

import pytest

from wa_support.flow.masking import make_masker
from wa_support.flow.masking_numbers import is_card, korean_kind

TODAY = date(2026, 11, 22)
mask = make_masker(r"\d{4,8}", lambda: TODAY)

RESIDENT = "[resident_number]"
FOREIGNER = "[foreigner_number]"
CARD = "[card]"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("제 주민번호는 900101-1234567이에요", f"제 주민번호는 {RESIDENT}이에요"),
        ("주민번호9001011234567입니다", f"주민번호{RESIDENT}입니다"),
        ("900101 1234567", RESIDENT),
        ("900101.1234567", RESIDENT),
        ("900101·1234567", RESIDENT),
        ("900101–1234567", RESIDENT),
        ("900101ㅡ1234567", RESIDENT),
        ("900101\u00a0\u30001234567", RESIDENT),
        ("900101-\u200b1234567", RESIDENT),
        ("900101\u31641234567", RESIDENT),
        ("900101\n1234567", RESIDENT),
        ("900101 다시 1234567", RESIDENT),
        ("앞자리 900101 뒷자리는 1234567", f"앞자리 {RESIDENT}"),
        ("90-01-01-1234567", RESIDENT),
        ("9 0 0 1 0 1 1 2 3 4 5 6 7", RESIDENT),
        ("９００１０１－１２３４５６７", RESIDENT),
        ("٩٠٠١٠١-١٢٣٤٥٦٧", RESIDENT),
        ("⑨⓪⓪①⓪①-①②③④⑤⑥⑦", RESIDENT),
        ("9\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e3101-1234567", RESIDENT),
        ("*900101*-_1234567_", f"*{RESIDENT}_"),
        ("051122-4000000", RESIDENT),
        ("051122-7000000", FOREIGNER),
        ("외국인등록번호 850505-5123456", f"외국인등록번호 {FOREIGNER}"),
        ("scan_900101-1234567_front.jpg", f"scan_{RESIDENT}_front.jpg"),
        ("https://a.example/f?rrn=900101-1234567&x=1", f"https://a.example/f?rrn={RESIDENT}&x=1"),
        ("https://a.example/900101%2D1234567", f"https://a.example/{RESIDENT}"),
        ("배터리 100%900101-1234567", f"배터리 100%{RESIDENT}"),
        (r'{"a":"\uc6b8900101-1234567"}', rf'{{"a":"\uc6b8{RESIDENT}"}}'),
        (r'{"a":"900101\n1234567"}', f'{{"a":"{RESIDENT}"}}'),
        (r'{"a":"\uff19\uff10\uff10\uff11\uff10\uff11-1234567"}', f'{{"a":"{RESIDENT}"}}'),
        ("N:Kim;;;\nNOTE:900101-1234567\nEND:VCARD", f"N:Kim;;;\nNOTE:{RESIDENT}\nEND:VCARD"),
    ],
)
def test_registration_number_is_masked_however_it_is_written(text: str, masked: str) -> None:
    assert mask(text)[0] == masked


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111",
        "4222222222222",
        "5555555555554444",
        "2223003122003222",
        "378282246310005",
        "3530111333300000",
        "30569309025904",
        "6011111111111117",
        "6200000000000005",
        "9430123412341233",
    ],
)
def test_card_of_every_issuer_is_masked(number: str) -> None:
    assert is_card(number), number
    spaced = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    assert mask(f"카드는 {number}입니다") == (f"카드는 {CARD}입니다", ("card",))
    assert mask(f"{spaced} 12/28") == (f"{CARD} 12/28", ("card",))


@pytest.mark.parametrize(
    ("text", "masked", "kinds"),
    [
        (
            "900101-1234567, 4111-1111-1111-1111; 850505-5123456",
            f"{RESIDENT}, {CARD}; {FOREIGNER}",
            ("resident_number", "card", "foreigner_number"),
        ),
        ("4111111111111111 5555555555554444", f"{CARD} {CARD}", ("card",)),
        ("41111111111111115555555555554444", CARD, ("card",)),
        ("4111111111111111123", CARD, ("card",)),  # its security code glued on
        ("010-4111-1111 4111 1111 1111 1111", f"010-4111-1111 {CARD}", ("card",)),
        ("010 4111 1111 1111 1111", f"010 {CARD}", ("card",)),
        ("1234 900101-1234567 1042", f"1234 {RESIDENT} 1042", ("resident_number",)),
    ],
)
def test_several_numbers_in_one_text_are_all_masked(
    text: str, masked: str, kinds: tuple[str, ...]
) -> None:
    assert mask(text) == (masked, kinds)


@pytest.mark.parametrize(
    "text",
    [
        "주문 20261122-0001234 어디쯤이에요?",
        "2026112200012345",
        "운송장 640012341042",
        "운송장 6400123410",
        "연락처 010-9123-4567 12시 이후 가능",
        "010-4123-4567 010-9876-5432",
        "2026-11-22 13:05 도착",
        "901301-1234567",  # no such month
        "900230-1234567",  # no such day
        "261123-3234567",  # born tomorrow
        "900101-9234567",
        "4111111111111112",
        "1234567890123456",
        "order 1042, 2077 and 3003 please",
        "١٢٣٤",
        "",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == (text, ())


@pytest.mark.parametrize(
    ("pattern", "text", "stays"),
    [
        (r"M\d{13}", "M2611221234567", True),
        (r"20\d{18}", "20900101123456712345", True),
        (r"M\d{13}", "2611221234567", False),
        (r"M-\d{6}-\d{7}", "M-261122-1234567", False),  # written apart
        (r"2\d{12}", "주문 2611221234567", False),  # nothing more than the number
        (r"\d{13}", "261122-1234567", False),  # written otherwise than orders are
        (r"\d{6}", "261122-1234567", False),  # only a part of it
        (r"\d{16}", "4111111111111111", False),  # a card is a card
    ],
)
def test_order_number_of_the_policy_stays_unless_it_is_a_card(
    pattern: str, text: str, stays: bool
) -> None:
    result, kinds = make_masker(pattern, lambda: TODAY)(text)
    assert (result == text and kinds == ()) is stays


@pytest.mark.parametrize(
    "pattern",
    [r"[A-Z0-9-]{4,20}", r"\d{6}-\d{7}", r"[0-9-]+", r"\d{4,20}", r"[A-Z]{0,2}\d{13}", r"\w{4,30}"],
)
@pytest.mark.parametrize("text", ["900101-1234567", "9001011234567", "ID9001011234567"])
def test_no_broad_pattern_turns_masking_off(pattern: str, text: str) -> None:
    masked, kinds = make_masker(pattern, lambda: TODAY)(f"주문 {text} 확인")
    assert kinds == (RESIDENT.strip("[]"),)
    assert "1234567" not in masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("앞 900101 뒤 1234567", f"앞 {RESIDENT}"),
        ("900101이고 뒤는 1234567", RESIDENT),
        ("앞자리: 900101\n뒷자리: 1234567", f"앞자리: {RESIDENT}"),
        ("it begins 900101 and it ends 1234567", f"it begins {RESIDENT}"),
        ("900101, 1 2 3 4 5 6 7", RESIDENT),
        ("90/01/01, 1234567", RESIDENT),
        ("9,0,0,1,0,1,1,2,3,4,5,6,7", RESIDENT),
        ('{"앞": "900101", "뒤": "1234567"}', f'{{"앞": "{RESIDENT}"}}'),
        ("4111 1111, 1111 1111", CARD),
        ("3782; 822463; 10005", CARD),
        ("4111 이고 1111 이고 1111 이고 1111", CARD),
    ],
)
def test_numbers_said_in_parts_are_masked(text: str, masked: str) -> None:
    assert mask(text)[0] == masked


@pytest.mark.parametrize(
    "text",
    [
        "1,290,000원이랑 890,000원, 450,000원",
        "1,290,000, 340,000, 370,000, 129,000, 411,100",
        "주문 261122에 1,290,000 결제",
        "251120에 주문한 1234567 언제 와요",
        "주문 404233, 411177, 512345, 620018",
        "주문 4042330, 4111177, 5123450",
        "주문 40423301, 41111776; 51234500 → 62001813",
        "1042, 2077, 3003 → 4155",
        "010-4123-4567, 010-9876-5432; 02-555-0134",
        "010-3934-2671 & 1588-5279, 010-4783-6712",
        "11/22 13:45, 11/23 15:00 → 11/24 17:30, 18:45",
        "2026-11-22 13:41, 2026-11-23 14:00, 2026-11-24 15:30",
        "120x60x75, 140x70x75, 160x80x75",
        "37.566610, 126.978388",
    ],
)
def test_lists_of_prices_orders_phones_and_times_stay(text: str) -> None:
    assert mask(text) == (text, ())


def test_only_real_dates_up_to_today_make_a_registration_number() -> None:
    assert korean_kind("2611223000000", TODAY) == "resident_number"
    assert korean_kind("2611233000000", TODAY) is None
    assert korean_kind("0002293000000", TODAY) == "resident_number"
    assert korean_kind("0102293000000", TODAY) is None


@pytest.mark.parametrize(
    "unit",
    [
        "0",
        "1234567890",
        "주문 123456789012, ",
        "%20",
        "4111 ",
        "4111,",
        "8,",
        "900101 가",
        ",",
        "0x",
    ],
)
def test_megabyte_of_anything_takes_a_moment(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    before = time.process_time()
    mask(text)
    assert time.process_time() - before < 10


def test_ordinary_message_takes_microseconds() -> None:
    before = time.process_time()
    for _ in range(1_000):
        mask("주문 1042 어디쯤이에요? 010-1234-5678로 연락 주세요")
    assert time.process_time() - before < 0.2
