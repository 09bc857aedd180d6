"""Passwords, links and sessions, on a real database."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.flow.house import DAY, HOUR, MINUTE, Home
from wa_support.domain.accounts import Account, NotGranted, Refusal, Role
from wa_support.domain.sign_in import FREE_FROM_EVERYWHERE, FREE_OF_ONE_ADDRESS, FREE_OF_ONE_LOGIN

PASSWORD = "오픈 sesame 42"
LOGIN = "minji@shop.example"


def hired(home: Home, name: str = "민지", login: str = LOGIN, role: Role = Role.ADMIN) -> Account:
    """With a password."""
    account, link = home.house.people().add(name=name, login=login, role=role, by="ops")
    home.house.sign_in().set_password(link=link, password=PASSWORD, address="127.0.0.1")
    return account


def sign_in(
    home: Home, password: str = PASSWORD, login: str = LOGIN, address: str = "127.0.0.1"
) -> str:
    return home.house.sign_in().sign_in(login=login, password=password, address=address)


def refusal(home: Home, password: str = "wrong", **more: str) -> NotGranted:  # noqa: S107
    with pytest.raises(NotGranted) as refused:
        sign_in(home, password, **more)
    return refused.value


def who(home: Home, token: str) -> str | None:
    account = home.house.sign_in().signed_in(token)
    return account.name if account else None


def actions(home: Home) -> list[str]:
    found = home.house.audit_log().page(limit=100).lines
    return [line.record.action for line in found if line.record][::-1]


def test_a_password_opens_a_session_and_signing_out_ends_it(home: Home) -> None:
    hired(home)
    token = sign_in(home, login=" MINJI@shop.example ")
    assert who(home, token) == "민지"
    home.house.sign_in().sign_out(token)
    assert who(home, token) is None
    assert actions(home)[-4:] == ["person_added", "password_set", "signed_in", "signed_out"]


def test_every_sign_in_has_a_token_of_its_own(home: Home) -> None:
    hired(home)
    first, second = sign_in(home), sign_in(home)
    assert first != second
    home.house.sign_in().sign_out(first)
    assert who(home, second) == "민지"


def test_a_login_that_nobody_has_is_refused_in_the_same_words(home: Home) -> None:
    hired(home)
    known, unknown = refusal(home), refusal(home, login="nobody@shop.example")
    assert (known.refusal, str(known)) == (unknown.refusal, str(unknown))
    assert known.refusal is Refusal.NOT_THE_PASSWORD


def test_a_login_that_nobody_has_costs_the_same_hash(home: Home) -> None:
    passwords = home.house.sign_in().passwords
    compared: list[bool] = []
    fits = passwords.fits

    class Counting:
        def hash(self, password: str) -> str:
            return passwords.hash(password)

        def fits(self, hashed: str | None, password: str) -> bool:
            compared.append(hashed is None)
            return fits(hashed, password)

    hired(home)
    at_the_door = home.house.sign_in().__class__(
        database=home.house.database, clock=home.clock, passwords=Counting(), tokens=lambda: "t"
    )
    for login in (LOGIN, "nobody@shop.example"):
        with pytest.raises(NotGranted):
            at_the_door.sign_in(login=login, password="wrong", address="")
    assert compared == [False, True]


def test_five_wrong_tries_are_free_and_then_one_waits_with_the_right_password_too(
    home: Home,
) -> None:
    hired(home)
    for _ in range(FREE_OF_ONE_LOGIN):
        assert refusal(home).refusal is Refusal.NOT_THE_PASSWORD
    waits = refusal(home, PASSWORD)
    assert (waits.refusal, waits.wait_ms) == (Refusal.TOO_MANY_TRIES, 30_000)
    home.clock.pass_by(30_000)
    assert who(home, sign_in(home)) == "민지"
    assert refusal(home).refusal is Refusal.NOT_THE_PASSWORD


def test_tries_are_counted_for_logins_that_nobody_has_as_well(home: Home) -> None:
    for _ in range(FREE_OF_ONE_LOGIN):
        refusal(home, login="nobody@shop.example")
    assert refusal(home, login="nobody@shop.example").refusal is Refusal.TOO_MANY_TRIES


def test_an_address_that_guesses_at_many_logins_waits(home: Home) -> None:
    hired(home)
    for number in range(FREE_OF_ONE_ADDRESS):
        refusal(home, login=f"{number}@shop.example", address="192.0.2.7")
    assert refusal(home, PASSWORD, address="192.0.2.7").refusal is Refusal.TOO_MANY_TRIES
    assert who(home, sign_in(home, address="192.0.2.8")) == "민지"


def test_whoever_guesses_elsewhere_does_not_keep_its_owner_waiting(home: Home) -> None:
    hired(home)
    for _ in range(FREE_OF_ONE_LOGIN):
        refusal(home, address="192.0.2.7")
    assert refusal(home, PASSWORD, address="192.0.2.7").refusal is Refusal.TOO_MANY_TRIES
    assert who(home, sign_in(home, address="192.0.2.8")) == "민지"
    assert refusal(home, PASSWORD, address="192.0.2.7").refusal is Refusal.TOO_MANY_TRIES


def test_guesses_at_one_login_from_many_addresses_wait_in_the_end(home: Home) -> None:
    hired(home)
    for number in range(FREE_FROM_EVERYWHERE):
        said = refusal(home, address=f"192.0.2.{number}")
        assert said.refusal is Refusal.NOT_THE_PASSWORD
    assert refusal(home, PASSWORD, address="198.51.100.1").refusal is Refusal.TOO_MANY_TRIES


def test_right_passwords_never_make_an_address_wait_nor_clear_what_it_guessed(home: Home) -> None:
    hired(home)
    for number in range(FREE_OF_ONE_ADDRESS - 1):
        refusal(home, login=f"{number}@shop.example")
        sign_in(home)
    refusal(home, login="last@shop.example")
    assert refusal(home, PASSWORD).refusal is Refusal.TOO_MANY_TRIES


def test_tries_at_the_same_moment_do_not_slip_through_together(home_on_each: Home) -> None:
    home = home_on_each
    hired(home)
    with ThreadPoolExecutor(12) as pool:
        said = list(pool.map(lambda _: refusal(home).refusal, range(12)))
    assert said.count(Refusal.NOT_THE_PASSWORD) == FREE_OF_ONE_LOGIN


def test_the_count_of_tries_outlives_the_process(home: Home) -> None:
    hired(home)
    for _ in range(FREE_OF_ONE_LOGIN):
        refusal(home)
    assert home.house.sign_in() is not home.house.sign_in()
    assert refusal(home).refusal is Refusal.TOO_MANY_TRIES


def test_a_link_sets_one_password_once(home: Home) -> None:
    _, link = home.house.people().add(name="민지", login=LOGIN, role=Role.AGENT, by="ops")
    door = home.house.sign_in()
    for _ in range(3):
        assert door.whose_link(link) is not None, "looking does not use it up"
    with pytest.raises(NotGranted, match="at least 10"):
        door.set_password(link=link, password="short", address="127.0.0.1")
    assert who(home, door.set_password(link=link, password=PASSWORD, address="127.0.0.1")) == "민지"
    assert door.whose_link(link) is None
    with pytest.raises(NotGranted) as spent:
        door.set_password(link=link, password="another password", address="127.0.0.1")
    assert spent.value.refusal is Refusal.LINK_SPENT
    assert who(home, sign_in(home)) == "민지"


def test_of_two_who_open_a_link_at_the_same_moment_one_is_let_in(home_on_each: Home) -> None:
    home = home_on_each
    _, link = home.house.people().add(name="민지", login=LOGIN, role=Role.AGENT, by="ops")

    def open_it(number: int) -> bool:
        try:
            home.house.sign_in().set_password(
                link=link, password=f"password {number}", address="127.0.0.1"
            )
        except NotGranted:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(open_it, range(4))) == 1


def test_a_link_runs_out_after_a_day_and_is_replaced_by_the_next(home: Home) -> None:
    people, door = home.house.people(), home.house.sign_in()
    account, first = people.add(name="민지", login=LOGIN, role=Role.AGENT, by="ops")
    second = people.new_link(account.id, by="ops")
    assert door.whose_link(first) is None
    home.clock.pass_by(DAY - 1)
    assert door.whose_link(second) is not None
    home.clock.pass_by(1)
    assert door.whose_link(second) is None


def test_a_new_password_ends_the_sessions_that_the_old_one_opened(home: Home) -> None:
    account = hired(home)
    before = sign_in(home)
    link = home.house.people().new_link(account.id, by="ops")
    assert who(home, before) == "민지", "until the link is used"
    after = home.house.sign_in().set_password(
        link=link, password="another password", address="127.0.0.1"
    )
    assert (who(home, before), who(home, after)) == (None, "민지")
    assert refusal(home, PASSWORD).refusal is Refusal.NOT_THE_PASSWORD


def test_a_session_ends_after_two_idle_hours_and_after_twelve_anyhow(home: Home) -> None:
    hired(home)
    idle, busy = sign_in(home), sign_in(home)
    for _ in range(11):
        home.clock.pass_by(HOUR)
        assert who(home, busy) == "민지"
    assert who(home, idle) is None
    home.clock.pass_by(HOUR - 1)
    assert who(home, busy) == "민지"
    home.clock.pass_by(1)
    assert who(home, busy) is None


def test_a_page_that_asks_every_second_writes_once_a_minute(home: Home) -> None:
    hired(home)
    token = sign_in(home)
    home.clock.pass_by(MINUTE - 1)
    assert _seen_at(home, token) == home.clock.now() - MINUTE + 1
    who(home, token)
    assert _seen_at(home, token) == home.clock.now() - MINUTE + 1
    home.clock.pass_by(1)
    who(home, token)
    assert _seen_at(home, token) == home.clock.now()


def _seen_at(home: Home, token: str) -> int | None:
    with home.house.database.read() as tx:
        session = tx.entries.session(token)
    return session.seen_at if session else None


def test_neither_token_nor_password_nor_login_is_in_any_file(home: Home) -> None:
    account = hired(home)
    session = sign_in(home)
    link = home.house.people().new_link(account.id, by="ops")
    refusal(home, "a wrong guess", login="guessed@shop.example")
    secrets = [PASSWORD, LOGIN, session, link, "a wrong guess", "guessed@shop.example", "$argon2"]
    files = [file for file in home.house.data_dir.rglob("*") if file.is_file()]
    assert len(files) > 1
    found = [
        (file.name, secret)
        for file in files
        for secret in secrets
        if secret.encode() in file.read_bytes()
    ]
    assert found == []
