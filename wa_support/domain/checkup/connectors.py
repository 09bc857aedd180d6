"""The systems that tools stand on: whether they answer us, and what to do when they do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wa_support.domain.checkup.finding import Finding, ok, problem, warning


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorLook:
    """One question to one system. `declared`: by the policy's `probe`, with the tools' own keys;
    else the host was only greeted. `status` is HTTP's; `silent` says why there is none."""

    tools: tuple[str, ...]
    address: str
    declared: bool
    keys: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    status: int | None = None
    silent: str | None = None


_CHECK: Final = "connector"
_CURES: Final = {
    "address_not_allowed": (
        "its address is not a public one",
        "if that is meant, list the host in engineer.connect.private_hosts; else correct it",
    ),
    "tls_not_verified": (
        "its certificate cannot be verified",
        "renew its certificate, for this very name: curl -v {address}",
    ),
    "timed_out": (
        "no whole answer in time",
        "see that it runs and that a firewall lets this machine in: curl -v {address}",
    ),
    "answer_too_large": (
        "its answer has more than 1 MiB",
        "name a smaller page as probe",
    ),
}
_SILENT: Final = (
    "it does not answer",
    "see that it runs and that host and port are right: curl -v {address}",
)


def about_connectors(looks: Sequence[ConnectorLook]) -> list[Finding]:
    return [_about(look) for look in looks]


def _about(look: ConnectorLook) -> Finding:
    who = f"{', '.join(look.tools)}: {look.address}"
    if look.missing:
        names = ", ".join(look.missing)
        cure = f"set {names} in the service's environment or .env, then restart it"
        return problem(_CHECK, f"{who}: {names} is not set, or no header can carry it", cure)
    if look.status is None:
        found, cure = _CURES.get(look.silent or "", _SILENT)
        return problem(_CHECK, f"{who}: {found}", cure.format(address=look.address))
    return _answered(look, who, look.status)


def _answered(look: ConnectorLook, who: str, status: int) -> Finding:
    found = f"{who}: HTTP {status}"
    if not look.declared:
        if status >= 500:
            return warning(_CHECK, found, "ask who runs it; a probe: in the policy tells more")
        return ok(_CHECK, f"{found}; it answers, its key was not tried (no probe)")
    if 200 <= status < 300:
        return ok(_CHECK, found)
    if status in (401, 403):
        keys = ", ".join(look.keys) or "headers"
        return problem(_CHECK, found, f"it refuses the key: see {keys}")
    if 300 <= status < 400:
        return problem(_CHECK, found, "write the address that it leads to; none is followed")
    return problem(_CHECK, found, "ask who runs it, or correct the probe in the policy")
