"""The folder that everything lies in, the key to it, and whether the service runs on it."""

import shlex
from typing import Final

from wa_support.domain.checkup.connectors import about_connectors
from wa_support.domain.checkup.finding import Finding, could_not_look, ok, problem, span, warning
from wa_support.domain.checkup.machine_facts import (
    DatabaseFacts,
    FolderFacts,
    KeyFacts,
    NotOpened,
    PolicyFacts,
    Traffic,
)

_GB: Final = 1 << 30
_LOW: Final = _GB
_FULL: Final = 200 << 20
_REMOTE: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs",
     "fuse.glusterfs", "fuse.s3fs", "lustre", "virtiofs"}
)  # fmt: skip
_FLEETING: Final = frozenset({"tmpfs", "ramfs", "overlay"})
_QUIET_MS: Final = 30_000
_NO_NEWS_MS: Final = 7 * 24 * 3_600_000
_WRITE: Final = "write to the number from your own phone, then run this again"


def about_folder(folder: FolderFacts) -> list[Finding]:
    at = shlex.quote(folder.path)
    if not folder.exists:
        made = f"install -d -m 700 {at}, as the service's user; or start the service, which does it"
        return [could_not_look("data_folder", f"{folder.path} is not there yet", made)]
    return [_access(folder, at), _space(folder), _filesystem(folder)]


def _access(folder: FolderFacts, at: str) -> Finding:
    if not folder.ours:
        cure = f"run this as that user: sudo -u {shlex.quote(folder.owner)} wa-support doctor"
        return could_not_look("data_folder", f"{folder.path} is {folder.owner}'s", cure)
    if not folder.writable:
        return problem("data_folder", f"{folder.path} cannot be written", f"chmod 700 {at}")
    if folder.mode & 0o077:
        found = f"{folder.path} has mode {folder.mode:04o}: other users of this machine get in"
        return warning("data_folder", found, f"chmod 700 {at}")
    return ok("data_folder", f"{folder.path} is private and can be written")


def _space(folder: FolderFacts) -> Finding:
    if folder.free_bytes is None:
        return could_not_look("disk_space", "not told", f"df -h {shlex.quote(folder.path)}")
    free = f"{folder.free_bytes / _GB:.1f} GB free"
    cure = f"make room: df -h {shlex.quote(folder.path)} shows which disk"
    if folder.free_bytes < _FULL:
        return problem("disk_space", f"{free}: webhooks are soon refused", cure)
    return warning("disk_space", free, cure) if folder.free_bytes < _LOW else ok("disk_space", free)


def _filesystem(folder: FolderFacts) -> Finding:
    kind = folder.filesystem
    if kind is None:
        cure = f"findmnt -T {shlex.quote(folder.path)} must show a disk of this machine"
        return could_not_look("filesystem", "not told", cure)
    if kind in _REMOTE:
        found = f"{kind}: locks and fsync of a network disk cannot be relied on"
        return warning("filesystem", found, "put WA_DATA_DIR on a disk of this machine")
    if kind in _FLEETING:
        found = f"{kind}: gone with the next restart of machine or container"
        return warning("filesystem", found, "put WA_DATA_DIR on a disk or a mounted volume")
    return ok("filesystem", kind)


def about_key(key: KeyFacts) -> Finding:
    if key.from_settings and key.file_mode is not None:
        cure = f"if WA_DATA_KEY holds the same from elsewhere: rm {shlex.quote(key.file)}"
        return warning("data_key", f"a key still lies beside the data: {key.file}", cure)
    if key.from_settings:
        return ok("data_key", "WA_DATA_KEY is set, and no key lies beside the data")
    if not key.sqlite:
        cure = "openssl rand -base64 32 makes one; set it as WA_DATA_KEY and keep a copy elsewhere"
        return problem("data_key", "WA_DATA_KEY is not set", cure)
    if key.file_mode is None and key.made:
        cure = f"put the key back as {key.file}, or set it as WA_DATA_KEY, from your copy"
        return problem("data_key", f"{key.file} is gone, and the data is sealed under it", cure)
    if key.file_mode is None:
        return ok("data_key", f"{key.file} is made at the first start")
    if key.file_mode & 0o077:
        cure = f"chmod 600 {shlex.quote(key.file)}"
        return problem("data_key", f"{key.file} has mode {key.file_mode:04o}", cure)
    cure = (
        "move it out of the folder and name it: WA_DATA_KEY_FILE=/etc/wa-support/key; "
        "keep a copy elsewhere"
    )
    return warning("data_key", f"{key.file} lies beside the data that it seals", cure)


def about_policy(database: DatabaseFacts | NotOpened, *, local: bool) -> list[Finding]:
    """`local`: customers are simulated."""
    if isinstance(database, NotOpened):
        return [could_not_look("policy", "the database was not opened", "see database")]
    policy: PolicyFacts = database.policy
    if policy.version is None:
        cure = "wa-support policy publish; or start the service, which publishes POLICIES_FILE"
        return [warning("policy", "none is in force yet", cure)]
    if policy.sample_shop is None:
        cure = "wa-support policy check; then wa-support policy publish"
        return [problem("policy", f"version {policy.version} cannot be read", cure)]
    if policy.sample_shop and not local:
        cure = "delete connect: sample_shop from the policy file; then wa-support policy publish"
        found = f"version {policy.version} shows real customers invented orders of a practice shop"
        return [problem("policy", found, cure)]
    in_force = ok("policy", f"version {policy.version} is in force")
    return [in_force, *about_connectors(policy.connectors)]


def about_traffic(database: DatabaseFacts | NotOpened, now: int) -> list[Finding]:
    if isinstance(database, NotOpened):
        return []
    return [_worker(database.traffic, now), _webhooks(database.traffic, now)]


def _worker(traffic: Traffic, now: int) -> Finding:
    if traffic.last_beat is None:
        return warning("worker", "has never run", "wa-support serve")
    age = now - traffic.last_beat
    if age > _QUIET_MS:
        cure = "systemctl restart wa-support (or wa-support serve); journalctl -u wa-support"
        return problem("worker", f"was last alive {span(age)} ago", cure)
    return ok("worker", f"alive {span(age)} ago")


def _webhooks(traffic: Traffic, now: int) -> Finding:
    if traffic.last_webhook is None:
        return warning("webhooks", "none has been taken in yet", _WRITE)
    age = now - traffic.last_webhook
    if age > _NO_NEWS_MS:
        return warning("webhooks", f"the last was taken in {span(age)} ago", _WRITE)
    return ok("webhooks", f"the last came {span(age)} ago")
