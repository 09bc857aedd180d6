import pytest

from wa_support.supervise.children import delay_after


@pytest.mark.parametrize(
    ("deaths", "seconds"), [(1, 0.2), (2, 0.4), (3, 0.8), (6, 6.4), (7, 10), (1000, 10)]
)
def test_the_wait_doubles_up_to_ten_seconds(deaths: int, seconds: float) -> None:
    assert delay_after(deaths) == seconds
