"""From the first message to the effect: in Korean and English, by buttons and in words alone."""

import pytest

from tests.flow.acts import forgetful
from tests.flow.house import DANIEL, MINA, Home
from wa_support.domain.outbound import OutButtons, OutList

WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "cancel_order": {
        MINA: ("주문 1058 취소해 주세요", "네"),
        DANIEL: ("please cancel order 2077", "yes"),
    },
    "request_refund": {
        MINA: ("주문 1017 환불해 주세요", "색이 생각과 달라요", "네"),
        DANIEL: ("i want a refund for order 2031", "it is too bright", "ok"),
    },
}
DONE = {MINA: "접수번호", DANIEL: "Your reference is"}


@pytest.mark.parametrize("who", [MINA, DANIEL])
@pytest.mark.parametrize("tool", list(WORDS))
def test_in_words_alone(home: Home, tool: str, who: str) -> None:
    shop = forgetful(home)
    *before, yes = WORDS[tool][who]
    for words in before:
        assert DONE[who] not in home.asks(words, who)
    assert shop.done == []
    assert DONE[who] in home.asks(yes, who)
    assert [name for name, _ in shop.done] == [tool]


@pytest.mark.parametrize("who", [MINA, DANIEL])
@pytest.mark.parametrize("tool", list(WORDS))
def test_with_the_button_at_the_end(home: Home, tool: str, who: str) -> None:
    shop = forgetful(home)
    *before, _ = WORDS[tool][who]
    for words in before:
        home.asks(words, who)
    assert DONE[who] in _tapped(home, who, 0)
    assert [name for name, _ in shop.done] == [tool]


@pytest.mark.parametrize("who", [MINA, DANIEL])
def test_a_visit_by_buttons_from_the_menu_on(home: Home, who: str) -> None:
    shop = forgetful(home)
    home.asks("안녕하세요" if who == MINA else "hello", who)
    _tapped(home, who, 1)
    for _ in range(5):
        if DONE[who] in _tapped(home, who, 0):
            break
    assert [name for name, _ in shop.done] == ["book"]


@pytest.mark.parametrize(("who", "no"), [(MINA, "아니요"), (DANIEL, "no")])
def test_a_no_changes_nothing(home: Home, who: str, no: str) -> None:
    shop = forgetful(home)
    home.asks(WORDS["cancel_order"][who][0], who)
    home.asks(no, who)
    assert shop.done == []
    assert home.conversation(who).memory.pending is None


def _tapped(home: Home, who: str, place: int) -> str:
    """The body of what answers a tap on the choice at that place of the last bubble."""
    shown = home.ours(who)[-1].outbound
    assert isinstance(shown, OutButtons | OutList)
    choices = shown.buttons if isinstance(shown, OutButtons) else shown.rows
    home.clock.pass_by(1_000)
    home.tap(choices[place].id, by=who)
    (bubble,) = home.answer()
    return bubble
