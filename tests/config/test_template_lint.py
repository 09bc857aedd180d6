"""Every rule of message templates against a template that breaks it, and the shipped ones."""

import re
import time
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.config.broken_templates import AD, EN, FORM, KO, OTHER, RULES, Broken
from wa_support.config.template_folder import Folder
from wa_support.config.template_lint import TemplateFault, lint_files, lint_template
from wa_support.domain.templates import lint

SHIPPED = Path(__file__).parents[2] / "templates"
PURPOSES = ("orders", "booking", "support")
ALL = (*FORM, *RULES)


def found_in(
    folder: Path, files: dict[str, str], samples: dict[str, bytes] | None = None
) -> Sequence[TemplateFault]:
    (folder / "samples").mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, content in (samples or {}).items():
        (folder / "samples" / name).write_bytes(content)
    return linted(folder)


def linted(folder: Path, names: Collection[str] = ()) -> Sequence[TemplateFault]:
    there = Folder(folder)
    return lint_files(there.files(), there, purposes=PURPOSES, names=names)


def is_found(broken: Broken, folder: Path) -> bool:
    found = found_in(folder, dict(broken.files), dict(broken.samples))
    at = [(Path(each.file).name, each.code, each.line) for each in found]
    return (broken.wrong, broken.code, broken.line) in at


@pytest.mark.parametrize("broken", ALL, ids=lambda broken: broken.what)
def test_a_broken_template_is_found_where_it_is_broken(broken: Broken, tmp_path: Path) -> None:
    found = found_in(tmp_path / "t", dict(broken.files), dict(broken.samples))

    at = [(Path(each.file).name, each.code, each.line) for each in found]
    assert (broken.wrong, broken.code, broken.line) in at, [str(each) for each in found]


def test_at_least_95_of_100_broken_templates_are_found(tmp_path: Path) -> None:
    found = sum(is_found(broken, tmp_path / str(index)) for index, broken in enumerate(ALL))

    print(f"\n{found} of {len(ALL)} broken templates found, {found / len(ALL):.1%}")
    assert len(ALL) >= 80
    assert found / len(ALL) >= 0.95


def test_every_rule_has_a_broken_template() -> None:
    assert {rule.code for rule in lint.RULES} - {broken.code for broken in RULES} == set()


def test_codes_are_rules_of_their_own() -> None:
    codes = [rule.code for rule in lint.RULES]

    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z_]+", code) for code in codes)


def test_nothing_is_found_in_the_right_ones(tmp_path: Path) -> None:
    files = {"visit.ko.yaml": KO, "visit.en.yaml": EN, "news.ko.yaml": AD, "other.ko.yaml": OTHER}
    files["other.en.yaml"] = EN.replace("a reminder", "word")

    assert [str(fault) for fault in found_in(tmp_path / "t", files)] == []


def test_nothing_is_found_in_the_shipped_ones() -> None:
    assert [str(fault) for fault in linted(SHIPPED)] == []
    keys = [file.key for file in Folder(SHIPPED).files()]
    assert {key.name for key in keys} == {
        "order_shipped", "delivery_delayed", "booking_reminder", "booking_changed",
        "booking_cancelled", "answer_ready", "satisfaction",
    }  # fmt: skip
    assert all([key.language for key in keys].count(language) == 7 for language in ("ko", "en"))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("{{place}}입니다.", "{{Place}}입니다.", "8:22"),
        ("{{booking_id}}", "{{booking_id}}/x", "11:37"),
        ("text: 방문 예약 안내", "text: 방문 🎉 안내", "4:19"),
        ("text: 방문 예약 안내", r'text: "\u0041\u0041 🎉 안내"', "4:16"),
        ("body: |", "body: >", None),
    ],
)
def test_a_finding_has_its_column(old: str, new: str, place: str | None) -> None:
    faults = lint_template(KO.replace(old, new).encode(), file="visit.ko.yaml").faults

    assert [f"{fault.line}:{fault.column}" for fault in faults][:1] == ([place] if place else [])


def test_a_file_alone_is_held_against_what_it_says_itself() -> None:
    assert lint_template(KO.encode(), file="visit.ko.yaml").faults == ()
    broken = lint_template(KO.replace("{{date}}", "{{1}}").encode(), file="visit.ko.yaml")
    assert broken.template is None


def test_a_warning_does_not_refuse_a_template() -> None:
    parsed = lint_template(KO.replace("드립니다", "할인").encode(), file="visit.ko.yaml")

    assert [fault.warning for fault in parsed.faults] == [True]
    assert parsed.template is not None


def test_faults_of_form_and_of_rules_are_said_together() -> None:
    source = KO.replace("footer:", "foot:").replace("{{date}}", "{{1}}")

    faults = lint_template(source.encode(), file="visit.ko.yaml").faults

    said = [(fault.line, fault.found) for fault in faults]
    assert (8, "{{1}} has a number") in said
    assert (9, "unknown key 'foot'") in said


def test_a_category_that_nobody_knows_hides_no_other_fault() -> None:
    source = KO.replace("category: utility", "category: utillity").replace("{{date}}", "{{1}}")
    faults = lint_template(source.encode(), file="visit.ko.yaml").faults
    assert "did you mean utility?" in str(faults[0])
    assert len(faults) > 1


def test_a_language_that_cannot_be_read_is_not_called_missing(tmp_path: Path) -> None:
    found = found_in(tmp_path / "t", {"visit.ko.yaml": KO, "visit.en.yaml": "a: b: c"})

    assert {Path(fault.file).name for fault in found} == {"visit.en.yaml"}


def test_names_choose(tmp_path: Path) -> None:
    found_in(tmp_path / "t", {"a.en.yaml": "x", "b.en.yaml": "x", "b.ko.yaml": "x"})

    def chosen(*names: str) -> set[str]:
        found = linted(tmp_path / "t", names)
        return {Path(fault.file).name for fault in found}

    assert chosen("b") == {"b.en.yaml", "b.ko.yaml"}
    assert chosen("b.ko") == {"b.ko.yaml"}


_PIECES = st.sampled_from(
    ["{{date}}", "{{", "}}", "{{1}}", "{{}}", "*", "_", "~", "https://", "bit.ly", "예약", "a", " ",
     "\\n", "\U0001f389", "[", "]", "%", "\u200b", ".", "/", "@", "(광고)"]
)  # fmt: skip
_TEXTS = st.lists(_PIECES, max_size=12).map("".join) | st.text(max_size=30)


def quoted(text: str) -> str:
    plain = "".join(character for character in text if character.isprintable())
    return "'" + plain.replace("'", "''") + "'"


@settings(max_examples=300, deadline=None)
@given(
    texts=st.tuples(*[_TEXTS] * 9),
    category=st.sampled_from(["utility", "marketing", "authentication"]),
    language=st.sampled_from(["ko", "en", "zh_CN", "xx"]),
)
@example(texts=("https://[",) * 9, category="utility", language="ko")
def test_the_lint_never_raises(texts: tuple[str, ...], category: str, language: str) -> None:
    head, body, foot, url, label, phone, does, name, value = map(quoted, texts)
    source = (
        f"category: {category}\nwhat_for: x\nfired_by: [notify, booking_reminder]\n"
        f"header: {{text: {head}}}\nbody: {body}\nfooter: {foot}\notherwise: en\nbuttons:\n"
        f"- {{url: {url}, text: {label}}}\n- {{phone: {phone}, text: {label}}}\n"
        f"- {{reply: {label}, does: {does}}}\nvariables:\n  {name}: {{example: {value}}}\n"
    )
    for fault in lint_template(source.encode(), file=f"visit.{language}.yaml").faults:
        assert fault.line >= 1
        assert fault.column >= 1


@settings(deadline=None)
@given(source=st.binary(max_size=200))
def test_the_lint_never_raises_on_bytes(source: bytes) -> None:
    lint_template(source, file="visit.ko.yaml")


@pytest.mark.parametrize(
    "piece",
    [
        "_a ",
        "* ",
        "}} ",
        "{{a",
        "{{a}}",
        ".bit.ly",
        "1-",
        "a.b",
        "a",
        "https://a",
        "~ ",
        "수신거부",
    ],
)
def test_a_large_hostile_text_is_linted_in_no_time(piece: str) -> None:
    text = quoted(piece * (20_000 // len(piece)))
    source = KO.replace("모먼트리빙", text).replace("방문 예약 안내", text)
    source = source.replace("category: utility", "category: marketing")

    began = time.process_time()
    lint_template(source.encode(), file="visit.ko.yaml")

    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("name", "old", "new", "warned"),
    [
        ("visit.ko.yaml", "text: 방문 예약 안내", "text: 12월 1일~3일 방문", ["tilde"]),
        ("visit.en.yaml", "reminder of your visit", "reminder from 모먼트 of your visit",
         ["words_hangul_name"]),
        ("visit.en.yaml", "your visit.", "your visit. The price is exclusive of tax.", []),
        ("visit.en.yaml", "Moment Living", "Moment Living, 9-18", []),
    ],
)  # fmt: skip
def test_what_shops_really_write_is_not_blamed(
    tmp_path: Path, name: str, old: str, new: str, warned: list[str]
) -> None:
    files = {"visit.ko.yaml": KO, "visit.en.yaml": EN}
    assert files[name].count(old) == 1
    found = found_in(tmp_path / "t", files | {name: files[name].replace(old, new)})
    assert [each.code for each in found] == warned
    assert all(each.warning for each in found)


def test_words_are_counted_where_no_blanks_are_between_them() -> None:
    body = "ご予約の日時は{{date}}、場所は{{place}}でございます。お気をつけてお越しください。"
    japanese = (
        "category: utility\nwhat_for: x\nfired_by: [notify]\n"
        f"body: {body}\nvariables: {{date: {{example: 1日}}, place: {{example: 東京}}}}\n"
    )
    assert lint_template(japanese.encode(), file="visit.ja.yaml").faults == ()
