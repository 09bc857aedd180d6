import time


class SettableClock:
    """Wall time moves only when a test moves it; monotonic time is real."""

    def __init__(self, now: int) -> None:
        self.time = now

    def now(self) -> int:
        return self.time

    def monotonic(self) -> float:
        return time.monotonic()

    def pass_by(self, ms: int) -> None:
        self.time += ms
