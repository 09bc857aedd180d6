"""What a page is held to, as a browser shows it. Each look returns its faults in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

Scheme = Literal["light", "dark"]
SCREENS: Final = ((1440, 900), (390, 844))
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
_EVERY: Final = tuple(product(SCREENS, SCHEMES))
LOOKED_AT: Final = {"ko": _EVERY, "en": (_EVERY[0], _EVERY[3])}
"""Words differ in length, so both languages are seen on both screens; colours have no language."""
_AXE = """() => axe.run(document, {
  iframes: false,  // what is framed is a page of its own, and looked at as one
  resultTypes: ["violations"],
  rules: { "target-size": { enabled: true } },
}).then((found) => found.violations)"""
_SHAPE = """() => {
  const shown = (one) => one.checkVisibility();
  const brokenWords = (one) => [...one.childNodes].filter((node) => node.nodeType === 3)
    .flatMap((node) => [...node.data.matchAll(/(?<=^|\\s)\\S{1,16}(?=\\s|$)/g)].filter((word) => {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
    }).map((word) => word[0]));
  const light = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
  return {
    title: document.title,
    lang: document.documentElement.lang,
    h1: [...document.querySelectorAll("h1")].filter(shown).length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    clipped: [...document.querySelectorAll("button, [role=button], label, h1")]
      .filter(shown).filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1)
      .map((one) => one.textContent.trim()),
    broken: [...document.querySelectorAll("nav a, button, h1, h2, th, label, summary, .badge")]
      .filter(shown).flatMap(brokenWords),
    brightness: (light[0] + light[1] + light[2]) / 765,
  };
}"""


@dataclass(kw_only=True)  # no slots: Playwright keeps its handle of a listener on its object
class Tab:
    """`complaints`: errors of scripts, and what the policy headers refused."""

    page: "Page"
    complaints: list[str] = field(default_factory=list)
    language: str = "ko"

    def enter(self, origin: str, language: str = "ko") -> None:
        self.language = language
        self.page.goto(f"{origin}/enter/t0ken?lang={language}", wait_until="commit")

    def hear(self, said: "ConsoleMessage") -> None:
        """A page that says 403 or 404 is an error to the browser and none to us."""
        own_status = "status of 40" in said.text and said.location["url"] == self.page.url
        if said.type in {"error", "warning"} and not own_status:
            self.complaints.append(f"console: {said.text}")


@contextmanager
def listening(chromium: "Browser", **wishes: Any) -> Iterator[Tab]:
    """Without motion: a colour in transition is no colour to judge, or to wait for."""
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, reduced_motion="reduce", **wishes
    )
    tab = Tab(page=context.new_page())
    tab.page.set_default_timeout(8000)
    tab.page.on("console", tab.hear)
    tab.page.on("pageerror", lambda error: tab.complaints.append(f"script: {error}"))
    try:
        yield tab
    finally:
        context.close()


def looks(tab: Tab, checker: str, *, bilingual: bool) -> Iterator[str]:
    """The page on both screens, light and dark. `checker` is the source of axe-core."""
    page, language = tab.page, None if bilingual else tab.language
    page.evaluate(checker)
    for (width, height), scheme in LOOKED_AT[tab.language]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": height})
        for fault in (*_shape(page, scheme, language), *_violations(page)):
            yield f"{width} px, {scheme}: {fault}"


def _shape(page: "Page", scheme: str, language: str | None) -> Iterator[str]:
    seen = page.evaluate(_SHAPE)
    if not seen["title"].strip():
        yield "no title"
    if language and seen["lang"] != language:
        yield f"says it is in {seen['lang']!r}"
    if seen["h1"] != 1:
        yield f"{seen['h1']} headings of the first level"
    if seen["wide"] > 0:
        yield f"scrolls sideways by {seen['wide']} px"
    if (seen["brightness"] < 0.5) != (scheme == "dark"):
        yield f"is {seen['brightness']:.0%} bright"
    yield from (f"cut off: {words!r}" for words in seen["clipped"])
    yield from (f"broken in the middle: {word!r}" for word in seen["broken"])


def _violations(page: "Page") -> Iterator[str]:
    for found in page.evaluate(_AXE):
        for node in found["nodes"]:
            where = " ".join(map(str, node["target"]))
            why = node["failureSummary"].split("\n")[1].strip()
            yield f"{found['id']} ({found['impact']}): {where} {node['html'][:120]} · {why}"


_OPENED = """(nth) => {
  const some = [...document.querySelectorAll("main details, main dialog")];
  for (const one of some) one.open = false;
  const one = some[nth];
  if (!one) return null;
  if (one.tagName === "DIALOG") one.showModal(); else one.open = true;
  const shown = one.checkVisibility() && one.getBoundingClientRect().height > 0;
  const sheet = one.querySelector(":scope > .sheet, :scope > article") ?? one;
  const box = sheet.getBoundingClientRect();
  const out = box.left < 0 || box.right > innerWidth || box.top < 0;
  return { name: one.id || one.textContent.trim().split("\\n")[0], shown, out };
}"""


def looks_into_menus(tab: Tab, checker: str) -> Iterator[str]:
    """Each menu and dialog of the page, opened alone, on both screens."""
    tab.page.evaluate(checker)
    for width, height in SCREENS:
        tab.page.set_viewport_size({"width": width, "height": height})
        scheme: Scheme = "dark" if width < 600 else "light"
        tab.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        nth = 0
        while opened := tab.page.evaluate(_OPENED, nth):
            nth += 1
            where = f"{width} px, {opened['name']}: "
            if opened["out"]:
                yield f"{where}opens outside the screen"
            if opened["shown"]:
                yield from (where + fault for fault in _violations(tab.page))
