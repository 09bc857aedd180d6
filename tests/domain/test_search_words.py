import pytest

from wa_support.domain.search_words import customer_terms, order_term, tokens_of

PHONE = "821012345678"
BSUID = "KR.13491208655302741918"


def finds(words: str, **known: object) -> bool:
    given: dict[str, object] = {"name": None, "phones": [PHONE], "ids": [BSUID], **known}
    terms = customer_terms(**given) | {order_term("A-1042")}  # type: ignore[arg-type]
    tokens = tokens_of(words)
    return bool(tokens) and all(token & terms for token in tokens)


@pytest.mark.parametrize(
    "words",
    [
        "010-1234-5678", "01012345678", "010 1234 5678", "+82 10-1234-5678", "+821012345678",
        "82 010 1234 5678", "0082 10 1234 5678", "(010) 1234.5678", "1234-5678", "5678",
        "０１０－１２３４－５６７８", BSUID, BSUID.lower(), "a-1042", "#A-1042", " A-1042 ",
    ],
)  # fmt: skip
def test_a_phone_an_id_and_an_order_in_the_forms_people_type(words: str) -> None:
    assert finds(words)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("김하늘", "김하늘"), ("김하", "김하늘"), ("하늘", "김하늘"), ("김하늘", "김 하늘"),
        ("하늘 5678", "김하늘"), ("mina", "Mina Kim"), ("MIN", "Mina Kim"),
        ("kim mina", "Mina Kim"),
        ("minakim", "Mina Kim"), ("o'brien", "Sean O’Brien"), ("Sean O'Brien", "Sean O'Brien"),
        ("김하늘", "김\u200b하늘\u202e"), ("jo", "Jo"), ("김하늘", "\u1100\u1175\u11b7하늘"),
        ("mina", "✨Mina✨"), ("サクラ", "サクラ"),
    ],
)  # fmt: skip
def test_a_name_by_its_words_and_their_beginnings(words: str, name: str) -> None:
    assert finds(words, name=name)


@pytest.mark.parametrize(
    "words",
    ["", " ", "\u200b", "김", "mi", "하늘 9999", "1234", "010-1234-567", "%", "' OR 1=1 --",
     "a" * 100_000, "😀" * 1000],
)  # fmt: skip
def test_what_is_nobodys_finds_nobody(words: str) -> None:
    assert not finds(words, name="김하늘 Mina")


@pytest.mark.parametrize("name", ["a" * 100_000, "😀" * 1000, "a b " * 50_000, "\ud83d", "\0"])
def test_a_name_makes_few_terms_whatever_it_is(name: str) -> None:
    assert len(customer_terms(name=name)) < 200
