import subprocess
import sys

import pytest

from wa_support.storage.passwords import Argon2

_MANY = """
import threading
from wa_support.storage.passwords import Argon2

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

passwords = Argon2()
hashed = passwords.hash("open sesame")
before = resident()
threads = [
    threading.Thread(target=passwords.fits, args=(hashed, "a guess")) for _ in range(16)
]
for one in threads: one.start()
for one in threads: one.join()
print(resident() - before)
"""


def test_only_the_password_fits_and_no_two_hashes_are_the_same() -> None:
    passwords = Argon2()
    one, two = passwords.hash("비밀번호 열 글자"), passwords.hash("비밀번호 열 글자")
    assert one != two
    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.fits(one, "비밀번호 열 글자")
    assert not passwords.fits(one, "비밀번호 열 글짜")


def test_where_nobody_has_a_password_nothing_fits() -> None:
    passwords = Argon2()
    assert not passwords.fits(None, "nobody has this password")
    assert not passwords.fits("not a hash", "x")


def test_a_lone_surrogate_is_a_password_like_any_other() -> None:
    passwords = Argon2()
    assert passwords.fits(passwords.hash("ten signs \ud800"), "ten signs \ud800")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, and tells glibc's malloc")
def test_many_who_sign_in_at_once_leave_no_memory_behind() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MANY], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(done.stdout) < 10_000_000
