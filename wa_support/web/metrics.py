"""Numbers of every process in one answer, through files that prometheus-client maps.

Each process writes its own file in one folder; whoever is asked adds them up. The library reads
the folder's name when it is first imported, hence the imports inside.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from wa_support.web.door import RESULTS
from wa_support.web.metrics_folder import FOLDER

if TYPE_CHECKING:
    from prometheus_client import Counter
    from prometheus_client.metrics_core import Metric
    from prometheus_client.registry import Collector

NOTIFY_RESULTS: Final = (
    *("accepted", "repeated", "invalid", "unsigned", "key_used", "too_large", "too_many"),
    *("unavailable", "not_configured"),
)
"""And the code of what the template or the customer stands in the way of."""
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """What is counted. Labels are closed lists and names from the policy, never a customer."""

    def __init__(self) -> None:
        from prometheus_client import Counter

        def counter(name: str, meaning: str, *labels: str) -> Counter:
            return Counter(f"wa_support_{name}", meaning, labels, registry=None)

        self._webhooks = _Bound(counter("webhooks", "Webhook posts, by answer", "result"))
        self._signed_by = _Bound(
            counter("webhook_signed_by", "Stored webhooks, by app secret from 0", "secret")
        )
        self._unsigned = counter("signature_failures", "Webhook posts that nobody trusted signed")
        self._turns = _Bound(
            counter("turns", "Finished turns, by decision", "decision", "purpose", "reason")
        )

        self._resends = counter("resends", "Messages sent again after an unknown outcome")

        self._notify = _Bound(counter("notify", "Notify posts, by answer", "result"))

        # A rate needs its zero: an answer first given during an incident must not look like none.
        for result in RESULTS:
            self._webhooks(result)
        for result in NOTIFY_RESULTS:
            self._notify(result)

    def webhook(self, result: str) -> None:
        """`result` is one of `door.RESULTS`."""
        self._webhooks(result).inc()
        if result == "unsigned":
            self._unsigned.inc()

    def signed_by(self, secret: int) -> None:
        self._signed_by(str(secret)).inc()

    def turn(self, decision: str, purpose: str | None, reason: str) -> None:
        self._turns(decision, purpose or "none", reason).inc()

    def notify(self, result: str) -> None:
        """`result` is one of `NOTIFY_RESULTS`, or the code of a refusal."""
        self._notify(result).inc()

    def resend(self) -> None:
        self._resends.inc()

    def exposition(self, counts: Callable[[], Mapping[str, int]] | None, now: int) -> bytes:
        """The text that Prometheus scrapes: all processes' counters, and gauges from `counts`."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = CollectorRegistry()
        if os.environ.get(FOLDER):
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        else:
            for bound in (self._webhooks, self._signed_by, self._turns, self._notify):
                registry.register(bound.counter)
            registry.register(self._unsigned)
            registry.register(self._resends)
        if counts is not None:
            registry.register(_gauges(counts, now))
        return generate_latest(registry)


class _Bound:
    """A counter whose labelled children are looked up once."""

    def __init__(self, counter: "Counter") -> None:
        self.counter = counter
        self._children: dict[tuple[str, ...], Counter] = {}

    def __call__(self, *labels: str) -> "Counter":
        child = self._children.get(labels)
        if child is None:
            child = self._children[labels] = self.counter.labels(*labels)
        return child


def _gauges(counts: Callable[[], Mapping[str, int]], now: int) -> "Collector":
    from prometheus_client.registry import Collector

    class Gauges(Collector):
        def collect(self) -> Iterator["Metric"]:
            yield from _measured(counts, now)

    return Gauges()


def _measured(counts: Callable[[], Mapping[str, int]], now: int) -> Iterator["Metric"]:
    """`sends_held: 2` becomes `wa_support_sends{state="held"} 2`; `last_beat`, a time, an age."""
    from prometheus_client.core import GaugeMetricFamily as Gauge

    try:
        known = counts()
    except Exception:  # noqa: BLE001 - a database that is away must not hide the counters
        yield Gauge("wa_support_database_up", "Whether the database answered", value=0)
        return
    yield Gauge("wa_support_database_up", "Whether the database answered", value=1)
    sends = Gauge("wa_support_sends", "Outgoing messages, by state", labels=["state"])
    for name, value in sorted(known.items()):
        if name.startswith("sends_"):
            sends.add_metric([name.removeprefix("sends_")], value)
        elif name == "last_beat":
            yield _seconds("worker_beat_age", now - value)
        elif name.endswith("_at"):
            yield _seconds(f"{name.removesuffix('_at')}_age", max(now - value, 0))
        elif name.endswith("_ms"):
            yield _seconds(name.removesuffix("_ms"), value)
        else:
            yield Gauge(f"wa_support_{name}", name.replace("_", " "), value=value)
    yield sends


def _seconds(name: str, ms: int) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily as Gauge

    return Gauge(f"wa_support_{name}_seconds", name.replace("_", " "), value=ms / 1000)
