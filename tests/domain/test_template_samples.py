"""What names a version, and what a send says of its header's file."""

import hashlib
from dataclasses import replace

import pytest

from wa_support.domain.content import MediaKind
from wa_support.domain.outbound import as_json, from_json
from wa_support.domain.templates.filling import filled
from wa_support.domain.templates.samples import version_sha256
from wa_support.domain.templates.template import (
    Category,
    Header,
    HeaderKind,
    Template,
    TemplateKey,
    Trigger,
)

PLAIN = Template(
    key=TemplateKey(name="news", language="ko"), category=Category.UTILITY, body="새 소식입니다.",
    what_for="알립니다", fired_by=(Trigger.NOTIFY,),
)  # fmt: skip


def test_a_version_without_a_file_is_named_by_its_source_alone() -> None:
    assert version_sha256(b"body: x", None) == hashlib.sha256(b"body: x").hexdigest()


def test_words_and_file_both_name_it() -> None:
    one, other = "a" * 64, "b" * 64
    names = {
        version_sha256(b"body: x", None), version_sha256(b"body: x", one),
        version_sha256(b"body: x", other), version_sha256(b"body: y", one),
    }  # fmt: skip
    assert len(names) == 4


@pytest.mark.parametrize("kind", [HeaderKind.IMAGE, HeaderKind.VIDEO, HeaderKind.DOCUMENT])
def test_a_header_with_a_file_goes_along_and_comes_back_from_the_database(
    kind: HeaderKind,
) -> None:
    template = replace(PLAIN, header=Header(kind=kind, sample="shop.bin"))
    message = filled(template, {}, version_id="tpv_1")
    assert (message.header_kind, message.media_name) == (MediaKind(kind), "shop.bin")
    assert message.media_id is None
    assert from_json(as_json(message)) == message


def test_a_text_header_has_no_file() -> None:
    template = replace(PLAIN, header=Header(kind=HeaderKind.TEXT, text="소식"))
    message = filled(template, {}, version_id="tpv_1")
    assert (message.header_kind, message.media_name) == (None, "")


def test_what_was_stored_before_files_had_names_is_still_read() -> None:
    message = filled(PLAIN, {}, version_id="tpv_1")
    stored = {key: value for key, value in as_json(message).items() if key != "media_name"}
    assert from_json(stored) == message
