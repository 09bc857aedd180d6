"""What a question finds, and what it can never do to the index."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.connectors.written import CARE, RETURNS, Shelf
from wa_support.connectors.terms import question_terms, terms

ROOT = Path(__file__).parents[2]
SALE = "---\ntitle: 할인\nvalid_until: 2026-11-25\n---\n## 커피 할인\n커피 할인은 오늘까지입니다.\n"
CARE_EN = "# Wood care\n## Stains\nWipe spilled coffee with a dry cloth.\n"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    files = {
        "care.ko.md": CARE,
        "care.en.md": CARE_EN,
        "returns.ko.md": RETURNS,
        "sale.ko.md": SALE,
        "anywhere.md": "## WiFi\n와이파이 wifi\n",
    }
    return Shelf(tmp_path_factory.mktemp("shelf"), files)


def test_a_purpose_sees_only_the_documents_that_it_names(shelf: Shelf) -> None:
    assert shelf.headings("커피 얼룩", "returns") == []
    assert shelf.headings("커피 얼룩", "returns", "care") == ["얼룩"]


def test_only_its_language_or_none_in_particular(shelf: Shelf) -> None:
    assert shelf.headings("coffee stains", "care", language="en") == ["Stains"]
    assert shelf.headings("coffee stains", "care", language="ko") == []
    assert shelf.headings("wifi", "anywhere", language="ko") == ["WiFi"]


def test_an_article_ends_with_its_last_day(shelf: Shelf) -> None:
    assert shelf.headings("커피 할인", "sale", today=date(2026, 11, 25)) == ["커피 할인"]
    assert shelf.headings("커피 할인", "sale", today=date(2026, 11, 26)) == []


@pytest.mark.parametrize(
    "said", ["얼룩이", "얼룩은요", "커피얼룩", "얼룩 좀 지워 주세요", "얼룩…?!"]
)
def test_particles_and_missing_spaces_find_the_word(shelf: Shelf, said: str) -> None:
    assert shelf.headings(said) == ["얼룩"]


@pytest.mark.parametrize(
    "hostile",
    [
        '얼룩" OR "커피',
        "얼룩 AND NOT 오일 NEAR(커피, 2)",
        "title:얼룩 ^얼룩 얼룩*",
        "(((얼룩",
        "얼룩'; drop table passage; --",
        "얼룩\0\x01\x1b",
        "얼룩\\ {얼룩} + - : ^",
        "얼룩 " + "가나 다라 " * 20_000,
        "얼룩 " + '"' * 100_000,
    ],
)
def test_no_question_speaks_to_the_index(shelf: Shelf, hostile: str) -> None:
    assert shelf.headings(hostile, "care") == ["얼룩"]
    assert shelf.headings("커피 얼룩", "care") == ["얼룩"]


@pytest.mark.parametrize("empty", ["", "  ", "🙂🙂🙂", "?!", "좀", "how do i", "ㅋㅋㅋ", "\0"])
def test_what_says_nothing_finds_nothing(shelf: Shelf, empty: str) -> None:
    assert shelf.headings(empty) == []


def test_customers_words_are_not_written_to_the_index(shelf: Shelf) -> None:
    shelf.headings("고객카나리아 canary7f3a")
    for path in shelf.kept_in.iterdir():
        assert b"canary7f3a" not in path.read_bytes()


def test_forms_of_a_word_share_their_terms() -> None:
    assert terms("남았습니다") == terms("남았어요") == terms("남았는데")
    assert terms("식탁을") == terms("식탁에서") == ["식탁"]
    assert terms("고양이가") == ["고양", "양이"]
    assert terms("tables dimming dimmed") == ["tabl", "dim", "dim"]
    assert question_terms("how do i clean it, clean") == ["clean"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_shipped_articles_are_found_from_situations(tmp_path: Path, language: str) -> None:
    """The rows that the ranking was chosen with: a floor against getting worse, no proof."""
    shelf = Shelf(tmp_path, {})
    shelf.folder = ROOT / "knowledge"
    shelf.start()
    lines = (ROOT / "bench/data/knowledge/tuning.jsonl").read_text("utf-8").splitlines()
    rows = [row for line in lines if (row := json.loads(line))["lang"] == language and row["topic"]]
    topics = {row["topic"] for row in rows}
    firsts = 0
    for row in rows:
        found = shelf.knowledge.search(
            row["question"],
            documents=topics,
            language=language,
            today=date(2026, 11, 25),
            limit=1,
        )
        firsts += bool(found) and found[0].passage.document == row["topic"]
    assert len(topics) == 15
    assert firsts / len(rows) >= 0.9
