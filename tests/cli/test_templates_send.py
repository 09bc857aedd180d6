"""`templates send` and `lists`: looked at first, refused with line numbers, planned once."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from tests.acceptance.service import settings_in
from tests.cli.program import Here, Ran
from tests.flow.approved import approve, set_status
from wa_support.bootstrap.house import House, open_house
from wa_support.bootstrap.templates import figures
from wa_support.domain.send_lists import ListReport, ListState
from wa_support.flow.send_lists import SendLists

_NUMBER = "100000000000042"
_TO = ("--to", "+82 10-5550-1042", "--set", "order_id=1042", "--set", "day=12월 3일")


@pytest.fixture
def shop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Here:
    here = Here(folder=tmp_path, patch=monkeypatch, captured=capsys)
    with_house(here, lambda house: approve(house.database))
    return here


def with_house(shop: Here, do: Callable[[House], object]) -> None:
    house = open_house(settings_in(shop.folder / "data", "http://127.0.0.1:9"))
    try:
        do(house)
    finally:
        house.engine.close()


def run(shop: Here, *words: str, **env: str) -> Ran:
    env = {"WHATSAPP_PHONE_NUMBER_ID": _NUMBER, **env}
    return shop.run("templates", *words, **env)


def listed(shop: Here, *lines: str) -> str:
    (shop.folder / "list.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return "list.csv"


def sends(shop: Here) -> int:
    planned: list[int] = []

    def count(house: House) -> None:
        planned.extend(volume.planned for volume in figures(house).templates())

    with_house(shop, count)
    return sum(planned)


def test_a_dry_run_shows_the_message_and_sends_nothing(shop: Here) -> None:
    ran = run(shop, "send", "order_shipped", *_TO, "--dry-run")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "1 utility message(s): KR 1",
        "Meta charges each one that is delivered; prices are on its rate card.",
        "the first one:",
        "",
        "  주문 1042이 출발했습니다. 12월 3일에 도착할 예정입니다.",
        "",
    ]
    (row,) = run(shop, "send", "order_shipped", *_TO, "--dry-run", "--json").lines
    assert row == {
        "messages": 1, "category": "utility", "not_yet": {}, "countries": {"KR": 1},
        "first": "주문 1042이 출발했습니다. 12월 3일에 도착할 예정입니다.", "had": {},
    }  # fmt: skip
    assert sends(shop) == 0


def test_one_is_planned_when_it_is_confirmed(shop: Here) -> None:
    for answer in ("n\n", ""):
        shop.patch.setattr("sys.stdin", StringIO(answer))
        refused = run(shop, "send", "order_shipped", *_TO)
        assert (refused.code, "nothing was sent: --yes" in refused.err) == (1, True)
        assert sends(shop) == 0
    ran = run(shop, "send", "order_shipped", *_TO, "--yes", "--json")
    assert ran.code == 0
    assert ran.lines[1]["send_id"].startswith("snd_")
    assert sends(shop) == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "say --to WHO or --list FILE"),
        ((*_TO, "--from", "7"), 2, "7 is none of WHATSAPP_PHONE_NUMBER_ID: 100000000000042"),
        (("--to", "minji", *_TO[2:]), 1, "minji is no customer's id, BSUID (KR.1234…) or phone"),
        (_TO[:4], 1, "--set day: has no value\n1 value(s) to mend; nothing was sent"),
        ((*_TO, "--set", "day=내일\t"), 1, "--set day: has a new line or a tab"),
        ((*_TO, "--set", "dya=내일"), 2, "no variable dya; there is day, order_id"),
        ((*_TO, "--set", "내일"), 2, "내일: write it as NAME=VALUE"),
        (("--list", "nowhere.csv"), 2, "'nowhere.csv' does not exist"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_sent(
    shop: Here, words: tuple[str, ...], code: int, said: str
) -> None:
    ran = run(shop, "send", "order_shipped", "--yes", *words)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert sends(shop) == 0


def test_one_language_is_not_for_the_sender_to_choose(shop: Here) -> None:
    ran = run(shop, "send", "order_shipped.ko", *_TO, "--dry-run")
    assert (ran.code, "say the name alone" in ran.err) == (2, True)


def test_a_number_to_send_from_is_needed(shop: Here) -> None:
    ran = run(shop, "send", "order_shipped", *_TO, "--dry-run", WHATSAPP_PHONE_NUMBER_ID="")
    assert (ran.code, "WHATSAPP_PHONE_NUMBER_ID: not set" in ran.err) == (2, True)


def test_what_is_not_approved_is_refused(shop: Here) -> None:
    ours = run(shop, "send", "satisfaction", "--to", "+821055501042", "--dry-run")
    assert (ours.code, ours.err) == (
        1, "No version of satisfaction is approved by us; templates submit satisfaction.\n",
    )  # fmt: skip

    def pause(house: House) -> None:
        with house.database.read() as tx:
            (version,) = tx.template_versions.newest()
        set_status(house.database, version, "REJECTED")

    with_house(shop, pause)
    looked = run(shop, "send", "order_shipped", *_TO, "--dry-run")
    assert "ko cannot be sent yet: it is REJECTED at Meta" in looked.out
    theirs = run(shop, "send", "order_shipped", *_TO, "--yes")
    assert (theirs.code, "order_shipped.ko is REJECTED at Meta" in theirs.err) == (1, True)
    assert sends(shop) == 0


def test_every_fault_of_a_list_has_its_line(shop: Here) -> None:
    file = listed(
        shop, "to,order_id,day", "+821055501042,1042,내일", "nobody,1,내일", "+821055502077,,내일",
    )  # fmt: skip
    ran = run(shop, "send", "order_shipped", "--list", file, "--yes")
    assert (ran.code, ran.out) == (1, "")
    assert [line.split(" ")[0] for line in ran.err.splitlines()] == [
        "list.csv:3:1:", "list.csv:4:2:",
    ]  # fmt: skip
    spaced = listed(shop, "to,order_id,day", '+821055501042,1042,"12월    3일"')
    ran = run(shop, "send", "order_shipped", "--list", spaced, "--dry-run")
    assert (ran.code, "list.csv:2: day: has four or more spaces" in ran.err) == (1, True)
    assert "nothing was sent" in ran.err
    both = run(shop, "send", "order_shipped", "--list", spaced, "--set", "day=내일")
    assert (both.code, "--set goes with --to" in both.err) == (2, True)


def test_a_list_is_looked_at_begun_once_and_reported(shop: Here) -> None:
    file = listed(
        shop, "to;order_id;day", "+821055501042;1042;12월 3일", "+14155550101;1043;Dec 3",
    )  # fmt: skip
    looked = run(shop, "send", "order_shipped", "--list", file, "--dry-run", "--json")
    assert (looked.lines[0]["messages"], looked.lines[0]["countries"]) == (2, {"KR": 1, "+1": 1})
    assert run(shop, "lists").out == "no list was begun yet\n"

    stopped: list[str] = []

    def stop(_seconds: float) -> None:
        """Another terminal stops it while this one looks."""
        with_house(shop, lambda house: stopped.append(house.send_lists().all()[0].id))
        with_house(shop, lambda house: house.send_lists().stop(stopped[0], by="수진"))

    shop.patch.setattr("wa_support.cli.templates_send.sleep", lambda s: stop(s) if s else None)
    ran = run(shop, "send", "order_shipped", "--list", file, "--yes", "--json")
    assert ran.code == 0
    report = ran.lines[1]
    assert (report["id"], report["state"], report["reason"]) == (
        stopped[0], "stopped", "stopped by 수진",
    )  # fmt: skip
    assert (report["total"], report["loaded"], report["open"], report["refused"]) == (2, 2, 2, 0)
    again = run(shop, "send", "order_shipped", "--list", file, "--yes", "--json")
    assert again.lines[1] == report, "the same file is the same list"
    assert run(shop, "lists", "--json").lines == [report]
    told = run(shop, "lists", stopped[0]).out.splitlines()
    assert told[0] == f"{stopped[0]} · order_shipped · stopped: stopped by 수진"
    assert "  open: 2" in told


def test_the_looking_can_be_ended_and_the_list_goes_on(shop: Here) -> None:
    file = listed(shop, "to,order_id,day", "+821055501042,1042,12월 3일")

    def interrupt(_seconds: float) -> None:
        raise KeyboardInterrupt

    shop.patch.setattr("wa_support.cli.templates_send.sleep", interrupt)
    ran = run(shop, "send", "order_shipped", "--list", file, "--yes", "--json")
    assert (ran.code, ran.lines[1]["state"]) == (0, str(ListState.SENDING))


def test_the_looking_asks_for_the_report_once_at_its_end(shop: Here) -> None:
    file = listed(shop, "to,order_id,day", "+821055501042,1042,12월 3일")
    asked, looks, report = list[str](), list[float](), SendLists.report

    def look(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            raise KeyboardInterrupt

    def counted(lists: SendLists, list_id: str) -> ListReport:
        asked.append(list_id)
        return report(lists, list_id)

    shop.patch.setattr("wa_support.cli.templates_send.sleep", look)
    shop.patch.setattr(SendLists, "report", counted)
    assert run(shop, "send", "order_shipped", "--list", file, "--yes").code == 0
    assert (len(looks), len(asked)) == (3, 1)


def test_a_list_that_there_is_not_is_told(shop: Here) -> None:
    for words in (("lists", "lst_none"), ("lists", "lst_none", "--stop")):
        ran = run(shop, *words)
        assert (ran.code, "no list lst_none; templates lists shows them" in ran.err) == (1, True)
    which = run(shop, "lists", "--stop")
    assert (which.code, "say which list to stop" in which.err) == (2, True)


def test_a_corrected_list_tells_who_had_the_same_before_it_begins(shop: Here) -> None:
    run(shop, "send", "order_shipped", *_TO, "--yes")
    lines = ("to,order_id,day", "+821055501042,1042,12월 3일", "+821055502077,2077,12월 3일")
    file = listed(shop, *lines)
    looked = run(shop, "send", "order_shipped", "--list", file, "--dry-run")
    assert (
        "1 of them had the same from templates send --to lately, and are left out; "
        "--again sends it to them too\n"
    ) in looked.out
    again = run(shop, "send", "order_shipped", "--list", file, "--dry-run", "--again")
    assert "templates send --to lately, and get it again\n" in again.out
    shop.patch.setattr("sys.stdin", StringIO("n\n"))
    assert "send 1?" in run(shop, "send", "order_shipped", "--list", file).err
    shop.patch.setattr("sys.stdin", StringIO("n\n"))
    assert "send 2?" in run(shop, "send", "order_shipped", "--list", file, "--again").err

    def send_in_the_meantime(_seconds: float) -> None:
        with_house(shop, lambda house: house.send_lists().go())
        raise KeyboardInterrupt

    shop.patch.setattr("wa_support.cli.templates_send.sleep", send_in_the_meantime)
    ran = run(shop, "send", "order_shipped", "--list", file, "--yes")
    assert (ran.code, sends(shop)) == (0, 2)
    assert "  left out: 1 · had the same from templates send --to\n" in ran.out
    assert run(shop, "lists", "--json").lines[0]["left_out"] == 1
    alone = run(shop, "send", "order_shipped", *_TO, "--again")
    assert (alone.code, "--again goes with --list" in alone.err) == (2, True)
