"""How often the right article comes first for a customer's question, and how long that takes.

    python -m bench.knowledge
    python -m bench.knowledge --questions bench/data/knowledge/tuning.jsonl --misses

Reads `bench/data/knowledge/questions.jsonl`: rows of `question`, `lang` and `topic`, the name of
the document that answers it (null: none does). All documents of the folder are in scope.
Shares carry Wilson intervals of 95 %.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from pathlib import Path

from wa_support.connectors.folder import read_folder
from wa_support.connectors.passage_index import PassageIndex, write_index
from wa_support.domain.knowledge import Found, Passage, clearly_the_one

HERE = Path(__file__).parent
TODAY = date(2026, 11, 25)
MANY = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question with what was found; `ms` is how long the search took."""

    question: str
    lang: str
    topic: str | None
    found: Sequence[Found]
    ms: float

    @property
    def documents(self) -> list[str]:
        return [one.passage.document for one in self.found]

    @property
    def answer(self) -> Passage | None:
        return clearly_the_one(self.found)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--articles", type=Path, default=HERE.parent / "knowledge")
    parser.add_argument("--questions", type=Path, default=HERE / "data/knowledge/questions.jsonl")
    parser.add_argument("--misses", action="store_true", help="show what did not come first")
    given = parser.parse_args()
    if not given.questions.is_file():
        parser.error(f"{given.questions}: no such file; --questions names one")
    rows = [json.loads(line) for line in given.questions.read_text("utf-8").splitlines() if line]
    articles = read_folder(given.articles)
    passages = [passage for file in articles.articles.values() for passage in file]
    with tempfile.TemporaryDirectory() as folder:
        asked = measure("articles", Path(folder) / "articles.db", passages, rows)
        for lang in sorted({one.lang for one in asked}):
            quality(lang, [one for one in asked if one.lang == lang])
        if given.misses:
            misses(asked)
        measure("synthetic", Path(folder) / "many.db", synthetic(passages, MANY), rows)


def measure(
    name: str, path: Path, passages: Sequence[Passage], rows: Sequence[dict[str, str]]
) -> list[Asked]:
    started = time.perf_counter()
    write_index(path, passages)
    built = time.perf_counter() - started
    index = PassageIndex(path)
    documents = {passage.document for passage in passages}
    asked = [_ask(index, row, documents) for row in rows]
    index.close()
    spent = statistics.quantiles([one.ms for one in asked], n=100)
    size = path.stat().st_size / 1e6
    print(
        f"{name}: {len(passages)} passages, index built in {built * 1000:.0f} ms, {size:.1f} MB; "
        f"search p50 {spent[49]:.2f} ms, p95 {spent[94]:.2f} ms ({len(asked)} questions)"
    )
    return asked


def _ask(index: PassageIndex, row: dict[str, str], documents: set[str]) -> Asked:
    started = time.perf_counter()
    found = index.search(
        row["question"], documents=documents, language=row["lang"], today=TODAY, limit=3
    )
    spent = (time.perf_counter() - started) * 1000
    return Asked(
        question=row["question"], lang=row["lang"], topic=row["topic"], found=found, ms=spent
    )


def quality(lang: str, asked: Sequence[Asked]) -> None:
    answerable = [one for one in asked if one.topic is not None]
    first = sum(one.documents[:1] == [one.topic] for one in answerable)
    three = sum(one.topic in one.documents[:3] for one in answerable)
    print(f"{lang}: right first {share(first, len(answerable))}")
    print(f"{lang}: right in the first three {share(three, len(answerable))}")
    answered = [one for one in answerable if one.answer is not None]
    wrong = sum(one.answer is not None and one.answer.document != one.topic for one in answered)
    print(
        f"{lang}: answered without a person {share(len(answered), len(answerable))}, {wrong} wrong"
    )
    others = [one for one in asked if one.topic is None]
    if others:
        said = sum(one.answer is not None for one in others)
        print(f"{lang}: answered although no article does {share(said, len(others))}")


def share(hits: int, of: int) -> str:
    low, high = wilson(hits, of)
    return f"{hits}/{of} = {hits / of:.1%} ({low:.1%} to {high:.1%})"


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    share = hits / of
    middle = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


def misses(asked: Sequence[Asked]) -> None:
    for one in asked:
        if one.topic is not None and one.documents[:1] != [one.topic]:
            print(f"  {one.topic}: {one.question} → {', '.join(one.documents) or 'nothing'}")


def synthetic(passages: Sequence[Passage], count: int) -> list[Passage]:
    """Sentences of the articles, shuffled: their words in their frequencies, no sense."""
    dice = random.Random(7)
    lines = {
        lang: [line for one in passages if one.language == lang for line in one.text.split("\n")]
        for lang in ("ko", "en")
    }
    made = []
    for number in range(count):
        lang = "en" if number % 3 == 0 else "ko"
        made.append(
            Passage(
                document=f"document{number // 10}",
                language=lang,
                title=f"document {number // 10}",
                heading=" ".join(dice.choice(lines[lang]).split()[:4]),
                text="\n".join(dice.choices(lines[lang], k=5)),
                file=f"document{number // 10}.{lang}.md",
                line=number % 10 + 1,
            )
        )
    return made


if __name__ == "__main__":
    main()
