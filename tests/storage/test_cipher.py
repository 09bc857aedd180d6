import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wa_support.storage.cipher import CannotOpen, Cipher


@given(st.text(st.characters(codec=None, categories=None)))
def test_any_text_comes_back(text: str) -> None:
    cipher = Cipher(b"k" * 32, os.urandom)
    assert cipher.open_text(cipher.seal_text(text)) == text


def test_any_json_comes_back(cipher: Cipher) -> None:
    value = {"이름": ["김", None, 1.5, True, "\ud800"]}
    assert cipher.open_json(cipher.seal_json(value)) == value


def test_the_same_value_never_looks_the_same_twice(cipher: Cipher) -> None:
    assert cipher.seal(b"821012345678") != cipher.seal(b"821012345678")
    assert b"821012345678" not in cipher.seal(b"821012345678")


def test_another_key_is_named_as_the_reason(cipher: Cipher) -> None:
    with pytest.raises(CannotOpen, match="another installation key"):
        Cipher(b"x" * 32, os.urandom).open(cipher.seal(b"secret"))


@pytest.mark.parametrize("position", [4, 16, -1])
def test_one_changed_bit_is_noticed(cipher: Cipher, position: int) -> None:
    sealed = bytearray(cipher.seal(b"secret"))
    sealed[position] ^= 1
    with pytest.raises(CannotOpen, match="damaged"):
        cipher.open(bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"plain text that was never sealed", b"x" * 31])
def test_what_was_never_sealed_does_not_open(cipher: Cipher, sealed: bytes) -> None:
    with pytest.raises(CannotOpen):
        cipher.open(sealed)


def test_look_up_hashes_are_stable_and_differ_by_installation(cipher: Cipher) -> None:
    again, other = Cipher(b"k" * 32, os.urandom), Cipher(b"x" * 32, os.urandom)
    assert cipher.keyed_hash("+821012345678") == again.keyed_hash("+821012345678")
    assert cipher.keyed_hash("+821012345678") != other.keyed_hash("+821012345678")
    assert len(cipher.keyed_hash("")) == 32
