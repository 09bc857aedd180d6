import subprocess
import sys
from pathlib import Path

from wa_support.web.metrics_folder import empty_metrics

COUNT = """
import sys
from pathlib import Path
from wa_support.web.metrics import Metrics
from wa_support.web.metrics_folder import prepare_metrics
prepare_metrics(Path(sys.argv[1]))
metrics = Metrics()
for _ in range(int(sys.argv[2])):
    metrics.webhook("accepted")
    metrics.signed_by(1)
metrics.webhook("unsigned")
metrics.turn("admit", "order_status", "rule")
metrics.turn("decline", None, "off_purpose")
print(metrics.exposition(None, 0).decode())
"""


def count(folder: Path, times: int) -> str:
    argv = [sys.executable, "-c", COUNT, str(folder), str(times)]
    return subprocess.run(argv, capture_output=True, text=True, check=True, timeout=30).stdout


def test_one_answer_adds_up_every_process(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "metrics"
    count(folder, 3)
    text = count(folder, 4)
    assert 'wa_support_webhooks_total{result="accepted"} 7.0' in text
    assert 'wa_support_webhook_signed_by_total{secret="1"} 7.0' in text
    assert "wa_support_signature_failures_total 2.0" in text
    turn = 'wa_support_turns_total{decision="admit",purpose="order_status",reason="rule"} 2.0'
    assert turn in text
    assert 'purpose="none"' in text


def test_answers_that_were_never_given_are_zero(tmp_path: Path) -> None:
    assert 'wa_support_webhooks_total{result="not_stored"} 0.0' in count(tmp_path, 1)


def test_emptying_forgets_earlier_runs_and_nothing_else(tmp_path: Path) -> None:
    count(tmp_path, 3)
    (tmp_path / "note.txt").write_text("mine")
    empty_metrics(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["note.txt"]
    assert 'wa_support_webhooks_total{result="accepted"} 1.0' in count(tmp_path, 1)


def test_emptying_a_folder_that_is_not_there_yet_is_fine(tmp_path: Path) -> None:
    empty_metrics(tmp_path / "not yet")
    assert not (tmp_path / "not yet").exists()
