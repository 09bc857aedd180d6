"""What others wrote, printed to a terminal."""

import pytest

from wa_support.cli.output import shown, table


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("주문 1042 👨\u200d👩\u200d👧 ✓", "주문 1042 👨\u200d👩\u200d👧 ✓"),
        ("a\x1b[2Jb\x9b31m", r"a\x1b[2Jb\x9b31m"),
        ("\u202eolleh\u2066", r"\u202eolleh\u2066"),
        ("\ttab\rback", r"\ttab\rback"),
    ],
)
def test_others_words_do_not_steer_a_terminal(text: str, said: str) -> None:
    assert shown(text) == said


def test_a_table_is_made_of_lines(capsys: pytest.CaptureFixture[str]) -> None:
    table([{"reason": "one\ntwo\x1b[0m", "none": None}], nothing="-")
    assert capsys.readouterr().out.splitlines()[1].split("  ") == [r"one two\x1b[0m", "-"]
