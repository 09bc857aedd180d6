"""Articles written for one test."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from wa_support.connectors.articles import read_article
from wa_support.connectors.knowledge_folder import KnowledgeFolder
from wa_support.domain.knowledge import Passage
from wa_support.domain.policy import Fault

TODAY = date(2026, 11, 25)
CARE = (
    "---\ntitle: 원목 관리\n---\n## 얼룩\n커피를 흘렸다면 마른 천으로 닦아 주십시오.\n"
    "## 오일\n오일을 발라 주십시오.\n"
)
RETURNS = "---\ntitle: 반품\n---\n## 반품비\n반품비는 6,000원입니다.\n"


def passages(source: str | bytes, name: str = "care.ko.md") -> tuple[Passage, ...]:
    content = source.encode() if isinstance(source, str) else source
    read = read_article(name, content, shown=f"knowledge/{name}")
    assert not isinstance(read, Fault), read
    return read


def fault(source: str | bytes, name: str = "care.ko.md") -> str:
    content = source.encode() if isinstance(source, str) else source
    read = read_article(name, content, shown=f"knowledge/{name}")
    assert isinstance(read, Fault), read
    return str(read)


class Shelf:
    """A folder of articles, its index beside it, and a clock that stands still."""

    def __init__(self, place: Path, files: Mapping[str, str]) -> None:
        self.folder, self.kept_in, self.time = place / "articles", place / "index", 0.0
        self.folder.mkdir()
        for name, text in files.items():
            self.write(name, text)
        self.start()

    def start(self) -> None:
        self.knowledge = KnowledgeFolder(
            folder=self.folder, kept_in=self.kept_in, monotonic=lambda: self.time
        )

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def headings(
        self,
        question: str,
        *documents: str,
        language: str = "ko",
        today: date = TODAY,
    ) -> list[str]:
        found = self.knowledge.search(
            question,
            documents=documents or ("care", "returns"),
            language=language,
            today=today,
            limit=3,
        )
        return [one.passage.heading for one in found]

    def indexes(self) -> list[str]:
        return sorted(path.name for path in self.kept_in.iterdir())
