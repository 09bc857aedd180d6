"""Names, logins and passwords that are taken, and those that are not."""

from typing import Any

import pytest

from wa_support.domain.accounts import (
    SAID,
    Account,
    NotGranted,
    Refusal,
    Role,
    check_password,
    folded,
    last_admin,
    proper_login,
    proper_name,
)
from wa_support.domain.sign_in import (
    FORGOTTEN_MS,
    FREE_OF_ONE_LOGIN,
    IDLE_MS,
    SESSION_MS,
    Session,
    Tries,
)


def account(**changes: Any) -> Account:
    made: dict[str, Any] = {
        "id": "acc_1", "name": "민지", "login": "minji@shop.example", "role": Role.AGENT,
        "created_at": 0, **changes,
    }  # fmt: skip
    return Account(**made)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", Refusal.NAME_EMPTY),
        (" \u3000 ", Refusal.NAME_EMPTY),
        ("가" * 41, Refusal.NAME_LONG),
        ("민\u202e지", Refusal.NAME_SIGNS),
        ("민\u200b지", Refusal.NAME_SIGNS),
        ("Bot", Refusal.NAME_SIGNS),
        ("ｂｏｔ", Refusal.NAME_SIGNS),
    ],
)
def test_a_name_that_nobody_may_have(typed: str, refusal: Refusal) -> None:
    with pytest.raises(NotGranted) as refused:
        proper_name(typed)
    assert refused.value.refusal is refusal


def test_a_name_is_kept_as_written_and_compared_as_read() -> None:
    assert proper_name("  Minji   Kim ") == "Minji Kim"
    assert proper_name("\u1106\u1175\u11ab\u110c\u1175") == "민지"
    assert folded("Minji Kim") == folded("ＭＩＮＪＩ kim") == folded("minjikim")


@pytest.mark.parametrize("typed", ["minji", "a@b", "a b@shop.example", "@shop.example", "a@@b.co"])
def test_what_is_no_address_is_no_login(typed: str) -> None:
    with pytest.raises(NotGranted, match="e-mail address"):
        proper_login(typed)


def test_a_login_is_compared_in_small_letters() -> None:
    assert proper_login(" Minji@Shop.Example ") == "minji@shop.example"


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("123456789", Refusal.PASSWORD_SHORT),
        ("x" * 201, Refusal.PASSWORD_LONG),
        ("MINJI@shop.example", Refusal.PASSWORD_IS_LOGIN),
    ],
)
def test_a_password_that_is_not_taken(password: str, refusal: Refusal) -> None:
    with pytest.raises(NotGranted) as refused:
        check_password(password, account())
    assert refused.value.refusal is refusal


def test_ten_characters_are_enough() -> None:
    check_password("비밀번호는열글자예요", account())


@pytest.mark.parametrize("changes", [{"capacity": -1}, {"capacity": 100}, {"languages": ("<b>",)}])
def test_an_account_never_holds_what_makes_no_sense(changes: dict[str, object]) -> None:
    with pytest.raises(NotGranted):
        account(**changes)


def test_only_the_last_admin_is_the_last() -> None:
    one, other = account(role=Role.ADMIN), account(id="acc_2", role=Role.ADMIN)
    assert last_admin(one, [one])
    assert not last_admin(one, [one, other])
    assert not last_admin(account(), [other])


def test_every_refusal_has_a_sentence() -> None:
    assert set(SAID) == set(Refusal)


def test_five_tries_are_free_and_then_each_waits_longer() -> None:
    tries, now, waits = Tries(), 0, []
    for _ in range(12):
        wait = tries.wait(now, free=FREE_OF_ONE_LOGIN)
        waits.append(wait // 1000)
        now += wait
        assert tries.wait(now, free=FREE_OF_ONE_LOGIN) == 0
        tries = tries.another(now)
    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]


def test_a_day_later_nothing_is_held_against_anybody() -> None:
    assert Tries(count=40, last_at=0).another(FORGOTTEN_MS) == Tries(count=1, last_at=FORGOTTEN_MS)


def test_a_session_lives_twelve_hours_and_two_without_a_request() -> None:
    fresh = Session(account_id="acc_1", created_at=0, seen_at=0)
    assert fresh.lives(IDLE_MS - 1)
    assert not fresh.lives(IDLE_MS)
    kept = Session(account_id="acc_1", created_at=0, seen_at=SESSION_MS - 1)
    assert kept.lives(SESSION_MS - 1)
    assert not kept.lives(SESSION_MS)
