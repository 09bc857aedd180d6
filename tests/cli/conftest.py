from pathlib import Path

import pytest

from tests.cli.program import Here
from tests.templates_in_memory import EN, KO, SHIPPED_EN, SHIPPED_KO


@pytest.fixture
def with_templates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Here:
    """A shop of which nothing is known but `order_shipped` in two languages."""
    (tmp_path / "templates").mkdir()
    for key, text in ((KO, SHIPPED_KO), (EN, SHIPPED_EN)):
        (tmp_path / "templates" / f"{key}.yaml").write_text(text, encoding="utf-8")
    return Here(folder=tmp_path, patch=monkeypatch, captured=capsys)
