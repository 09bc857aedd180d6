"""`templates lint` as people and programs read it, and `check` with templates."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.program import ROOT, wa_support
from tests.config.broken_templates import EN, KO
from tests.config.policies import SMALL
from wa_support.cli.check import check
from wa_support.cli.templates_lint import lint
from wa_support.config.settings import NAMES
from wa_support.config.template_folder import Folder
from wa_support.domain.templates.lint import NOT_KNOWN_HERE
from wa_support.ports.templates import TemplateFile


def folder_with(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name.replace('__', '.')}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_shipped_ones_are_right_and_what_is_not_known_is_said(tmp_path: Path) -> None:
    ran = wa_support("templates", "lint", folder=tmp_path, TEMPLATES_DIR=str(ROOT / "templates"))

    assert ran.code == 0
    assert ran.out.startswith("14 files: no faults\n")
    assert all(sentence in ran.out for sentence in NOT_KNOWN_HERE)


def test_a_fault_is_one_clickable_line_with_its_mend(tmp_path: Path) -> None:
    place = folder_with(tmp_path, visit__ko=KO.replace("{{date}}", "{{1}}"), visit__en=EN)

    ran = wa_support("templates", "lint", "visit.ko", folder=place)

    assert ran.code == 1
    said = "templates/visit.ko.yaml:8:7: {{1}} has a number → give it a name, such as {{order_id}}"
    assert ran.out.splitlines()[0] == said


def test_json_lines_say_the_same_with_the_code(tmp_path: Path) -> None:
    place = folder_with(tmp_path, visit__ko=KO.replace("{{date}}", "{{1}}"), visit__en=EN)

    ran = wa_support("templates", "lint", "--json", folder=place)

    assert ran.code == 1
    positional = next(row for row in ran.lines if row.get("code") == "variable_positional")
    assert positional == {
        "severity": "error", "file": "templates/visit.ko.yaml", "line": 8, "column": 7,
        "found": "{{1}} has a number", "expected": "give it a name, such as {{order_id}}",
        "code": "variable_positional",
    }  # fmt: skip
    assert [row["message"] for row in ran.lines[-len(NOT_KNOWN_HERE) :]] == list(NOT_KNOWN_HERE)


def test_warnings_alone_are_no_failure(tmp_path: Path) -> None:
    place = folder_with(tmp_path, visit__en=EN.replace("Your visit}", "Our sale}"))

    ran = wa_support("templates", "lint", folder=place)

    assert ran.code == 0
    assert "visit.en.yaml:4:20: warning: words of promotion" in ran.out
    assert "1 file: no faults, 1 warning" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing"], "nothing: no such template; templates has visit"),
        (["visit.ja"], "visit.ja: no such template"),
    ],
)
def test_a_name_that_is_not_there_is_wrong_use(words: list[str], said: str, tmp_path: Path) -> None:
    ran = wa_support("templates", "lint", *words, folder=folder_with(tmp_path, visit__en=EN))

    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


def test_no_templates_is_wrong_use(tmp_path: Path) -> None:
    ran = wa_support("templates", "lint", folder=tmp_path)

    assert ran.code == 2
    assert "TEMPLATES_DIR says where they are" in ran.err


def test_a_folder_that_is_a_file_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "templates").touch()

    ran = wa_support("templates", "lint", folder=tmp_path)

    assert ran.code == 2
    assert "TEMPLATES_DIR" in ran.err
    assert "Traceback" not in ran.err


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    Path("policies.yaml").write_text(SMALL, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("words", [(), ("visit",)])
def test_the_folder_is_read_once(
    small: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_with(small, visit__en=EN)
    files, read = Folder.files, list[Path]()

    def counted(folder: Folder) -> Sequence[TemplateFile]:
        read.append(folder.root)
        return files(folder)

    monkeypatch.setattr(Folder, "files", counted)
    assert CliRunner().invoke(lint, words).exit_code == 0
    assert len(read) == 1


def test_check_says_templates_too(small: Path) -> None:
    folder_with(small, visit__en=EN.replace("https://", "http://"))

    result = CliRunner().invoke(check, ["--json"])

    codes = [json.loads(line).get("code") for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert "url_https" in codes


def test_check_asks_for_the_templates_of_the_policy(small: Path) -> None:
    folder_with(small, visit__en=EN)
    more = "reopen_with: {orders: visit}\n"
    Path("policies.yaml").write_text(SMALL + more, encoding="utf-8")

    result = CliRunner().invoke(check)

    assert result.exit_code == 1
    assert "policies.yaml:19:23: visit is not fired by answer_due" in result.output


def test_check_says_that_the_folder_is_a_file(small: Path) -> None:
    (small / "templates").touch()

    ran = wa_support("check", folder=small)

    assert ran.code == 2
    assert "templates: Not a directory; TEMPLATES_DIR" in ran.err
