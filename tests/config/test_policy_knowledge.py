"""Names of articles in the policy, against the articles that are there."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.config.policies import SMALL
from wa_support.cli.check import check
from wa_support.cli.policy_check import check as policy_check
from wa_support.config.policy_knowledge import missing_articles

BOTH = frozenset({"ko", "en"})
LINE = "    knowledge: [care, retruns]\n"
NAMED = SMALL.replace("    bot_may:", f"{LINE}    bot_may:", 1)


def told(**documents: frozenset[str]) -> list[str]:
    faults = missing_articles(
        NAMED.encode(), file="p.yaml", documents=documents, languages=("ko", "en")
    )
    return [str(fault) for fault in faults]


def test_a_name_without_a_file_is_a_fault_with_its_place() -> None:
    (fault,) = told(care=BOTH, returns=BOTH)
    line = NAMED[: NAMED.index(LINE)].count("\n") + 1
    assert fault == f"p.yaml:{line}:23: 'retruns' has no file; did you mean returns?"


def test_a_missing_language_is_a_warning() -> None:
    (fault,) = told(care=frozenset({"ko"}), retruns=frozenset({"*"}))
    assert "warning: care has no article in en; care.en.md" in fault


def test_no_articles_at_all_says_where_they_belong() -> None:
    assert all("articles such as care.ko.md in KNOWLEDGE_DIR" in fault for fault in told())


def test_what_is_no_list_is_left_to_the_policy_itself() -> None:
    source = NAMED.replace("[care, retruns]", "care").encode()
    assert not missing_articles(source, file="p.yaml", documents={}, languages=("ko",))


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POLICIES_FILE", raising=False)
    monkeypatch.delenv("KNOWLEDGE_DIR", raising=False)
    Path("policies.yaml").write_text(NAMED, encoding="utf-8")
    Path("knowledge").mkdir()
    Path("knowledge/care.md").write_text("---\ntitle: a\nvalid_until: soon\n---\n## b\nc\n")


@pytest.mark.usefixtures("_here")
def test_check_tells_faults_of_articles_and_of_their_names() -> None:
    result = CliRunner().invoke(check)
    assert result.exit_code == 1
    assert "knowledge/care.md:3:14: valid_until 'soon'; a day such as 2027-03-31\n" in result.output
    assert "'retruns' has no file" in result.output


@pytest.mark.usefixtures("_here")
def test_policy_check_tells_names_without_articles() -> None:
    result = CliRunner().invoke(policy_check)
    assert result.exit_code == 1
    assert "'retruns' has no file" in result.output
