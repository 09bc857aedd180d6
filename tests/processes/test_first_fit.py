"""The first process that publishes fits the classifier; the others take up what it made."""

from pathlib import Path

from tests.processes.serving import serving


def test_an_empty_folder_is_fitted_once_and_decides_by_it(tmp_path: Path) -> None:
    with serving(tmp_path, fitted=False) as service:
        assert "상담원이 직접" in service.answer_to("821077200001", "서랍이 뻑뻑해서 안 닫혀요")
        with service.house() as house, house.database.read() as tx:
            current = tx.policies.current()
            assert current is not None
            assert current.version == 1
            assert current.weights_key is not None
            assert tx.policies.weights(current.weights_key)
        (story,) = _gates(service.rows("conversations", "list"))
        assert story


def _gates(rows: list[dict[str, object]]) -> list[object]:
    return [row["purpose"] for row in rows]
