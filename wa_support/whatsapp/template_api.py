"""Meta's side of message templates, as `ports.template_api.TemplateApi`: honest outcomes only.

Source: Meta, "templates/template-management".
"""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from wa_support.domain.delivery import NotStarted, Unknown
from wa_support.domain.templates.looks import (
    Done,
    Failed,
    Listing,
    Look,
    Made,
    NoSuchTemplate,
    Refused,
    UploadedSample,
)
from wa_support.domain.templates.template import Template
from wa_support.ports.outside import Clock
from wa_support.whatsapp.reading import Json
from wa_support.whatsapp.sample_upload import SampleUpload
from wa_support.whatsapp.template_answers import tree_of
from wa_support.whatsapp.template_components import creation, edit
from wa_support.whatsapp.template_reading import FIELDS, Page, look_of, made_of, page_of
from wa_support.whatsapp.transport import NoAnswer, NothingLeft, Transport

_PAGE: Final = 50
_MOST_PAGES: Final = 200
_PAGE_LIMIT: Final = 8 << 20
_BAD_CURSOR: Final = 131059
_NOT_THERE: Final = 33
_SECONDS: Final = 30.0


class GraphTemplates:
    """`account` is the WhatsApp Business Account's id; the token goes to `base_url` alone."""

    def __init__(
        self, *, base_url: str, version: str, account: str, token: str, clock: Clock
    ) -> None:
        self._root = f"{base_url.rstrip('/')}/{version}"
        self._account = quote(account, safe="")
        self._clock = clock
        self._transport = Transport(token=token, clock=clock, read_seconds=_SECONDS)
        self._samples = SampleUpload(root=self._root, token=token, clock=clock)

    def all(self) -> Listing | Failed:
        return self._listed({})

    def named(self, name: str) -> Listing | Failed:
        found = self._listed({"name": name})
        if not isinstance(found, Listing):
            return found
        looks = [look for look in found.looks if look.key.name == name]
        return Listing(looks=looks, whole=found.whole, asked_at=found.asked_at)

    def one(self, meta_id: str) -> Look | NoSuchTemplate | Failed:
        asked_at = self._clock.now()
        tree = self._got(f"{quote(meta_id, safe='')}?{urlencode({'fields': FIELDS})}")
        if isinstance(tree, Refused) and _NOT_THERE in {tree.code, tree.subcode}:
            return NoSuchTemplate()
        if not isinstance(tree, Mapping):
            return tree
        return look_of(tree, asked_at) or Unknown(details="not in the shape that is documented")

    def upload(self, content: bytes, *, media_type: str, name: str) -> UploadedSample | Failed:
        return self._samples.upload(content, media_type=media_type, name=name)

    def create(self, template: Template, sample: UploadedSample | None) -> Made | Failed:
        body = creation(template, sample.handle if sample else None)
        tree = self._changed(f"{self._account}/message_templates", body)
        if not isinstance(tree, Mapping):
            return tree
        return made_of(tree) or Unknown(details="an answer without an id")

    def edit(
        self, meta_id: str, template: Template, sample: UploadedSample | None, *, category: bool
    ) -> Done | Failed:
        body = edit(template, sample.handle if sample else None, with_category=category)
        return _done(self._changed(quote(meta_id, safe=""), body))

    def delete(self, name: str, meta_id: str | None) -> Done | Failed:
        query = {"name": name} if meta_id is None else {"hsm_id": meta_id, "name": name}
        url = f"{self._root}/{self._account}/message_templates?{urlencode(query)}"
        try:
            return _done(tree_of(self._transport.delete(url)))
        except NoAnswer as error:
            return Unknown(details=f"answer lost: {error}")

    def _listed(self, query: Mapping[str, str]) -> Listing | Failed:
        """A cursor that Meta no longer knows is left behind once, and the list begun anew."""
        found = self._pages(query)
        if isinstance(found, Refused) and found.code == _BAD_CURSOR:
            found = self._pages(query)
        return found

    def _pages(self, query: Mapping[str, str]) -> Listing | Failed:
        asked_at, looks, whole = self._clock.now(), dict[str, Look](), True
        cursor: dict[str, str] = {}
        for _ in range(_MOST_PAGES):
            page = self._page({**query, "fields": FIELDS, "limit": str(_PAGE), **cursor}, asked_at)
            if not isinstance(page, Page):
                return page
            looks |= {look.meta_id: look for look in page.looks}
            whole = whole and page.whole
            if page.after is None:
                return Listing(looks=[*looks.values()], whole=whole, asked_at=asked_at)
            if cursor.get("after") == page.after:
                break  # in a circle: what comes behind it is not known
            cursor = {"after": page.after}
        return Listing(looks=[*looks.values()], whole=False, asked_at=asked_at)

    def _page(self, query: Mapping[str, str], asked_at: int) -> Page | Failed:
        tree = self._got(f"{self._account}/message_templates?{urlencode(query)}")
        if not isinstance(tree, Mapping):
            return tree
        return page_of(tree, asked_at) or Unknown(details="not in the shape that is documented")

    def _got(self, path: str) -> Json | Failed:
        try:
            return tree_of(self._transport.get(f"{self._root}/{path}", limit=_PAGE_LIMIT))
        except NoAnswer as error:
            return NotStarted(details=str(error))

    def _changed(self, path: str, body: Mapping[str, Any]) -> Json | Failed:
        content = json.dumps(body, ensure_ascii=False).encode()
        try:
            return tree_of(self._transport.post(f"{self._root}/{path}", content))
        except NothingLeft as error:
            return NotStarted(details=f"no connection: {error}")
        except NoAnswer as error:
            return Unknown(details=f"answer lost: {error}")


def _done(tree: Json | Failed) -> Done | Failed:
    if not isinstance(tree, Mapping):
        return tree
    return Done() if tree.get("success") is True else Unknown(details="an answer without success")
