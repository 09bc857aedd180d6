from pathlib import Path

import pytest

from tests.config.policies import SMALL
from wa_support.config.policy_templates import Fired, unfit_templates
from wa_support.config.template_folder import Folder, fired_in
from wa_support.domain.templates.template import Trigger

FIRED: Fired = {
    "answer_ready": frozenset({Trigger.ANSWER_DUE}),
    "order_shipped": frozenset({Trigger.NOTIFY}),
}
SLOTS = '    slots: {hours: {mon: "11:00-12:00"}, remind: 24 hours before}\n'


def said(more: str, fired: Fired = FIRED) -> list[str]:
    found = unfit_templates((SMALL + more).encode(), file="p.yaml", fired=fired)
    return [f"{fault.line}:{fault.column} {fault.found}; {fault.expected}" for fault in found]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("answer_ready", []),
        ("answer_redy", ["19:23 there is no template 'answer_redy'; did you mean answer_ready?"]),
        ("order_shipped", ["19:23 order_shipped is not fired by answer_due; "]),
    ],
)
def test_what_reopens_must_be_there_and_announce(name: str, what: list[str]) -> None:
    found = said(f"reopen_with: {{orders: {name}}}\n")

    assert len(found) == len(what)
    assert all(each.startswith(begins) for each, begins in zip(found, what, strict=True))


def test_without_any_template_the_folder_is_named() -> None:
    source = (SMALL + "reopen_with: {orders: answer_ready}\n").encode()

    (fault,) = unfit_templates(source, file="p.yaml", fired={})

    assert fault.warning
    assert "TEMPLATES_DIR" in fault.expected


def test_a_reminder_needs_a_template() -> None:
    wanting = said(SLOTS)
    assert len(wanting) == 1
    assert wanting[0].startswith("19:")
    assert "fired_by booking_reminder" in wanting[0]
    assert said(SLOTS, {"r": frozenset({Trigger.BOOKING_REMINDER})}) == []


@pytest.mark.parametrize(
    "source", [b"", b"a", b"reopen_with: [a]", b"reopen_with: {a: [b]}", b": "]
)
def test_a_policy_of_another_shape_is_left_to_its_parser(source: bytes) -> None:
    unfit_templates(source, file="p.yaml", fired=FIRED)


def test_what_fires_a_name_is_that_of_all_its_languages(tmp_path: Path) -> None:
    right = "category: utility\nwhat_for: x\nfired_by: [{}]\nbody: hello\n"
    (tmp_path / "a.ko.yaml").write_text(right.format("notify"))
    (tmp_path / "a.en.yaml").write_text(right.format("agent"))
    (tmp_path / "b.en.yaml").write_text("a: b: c")

    found = fired_in(Folder(tmp_path))

    assert found["a"] == {Trigger.NOTIFY, Trigger.AGENT}
    assert found["b"] == set(Trigger)


def test_the_shipped_policy_and_templates_fit() -> None:
    root = Path(__file__).parents[2]
    source = (root / "policies.yaml").read_bytes()

    fired = fired_in(Folder(root / "templates"))

    assert unfit_templates(source, file="policies.yaml", fired=fired) == ()
