// Swaps what has changed and leaves everything else as it stands: focus, selection, typed words,
// open menus, the place one has scrolled to.
"use strict";

const keyOf = (node) => (node.nodeType === 1 ? node.dataset.key || node.id || null : null);

// What belongs to the person in front of the page, never to the server.
const theirs = (element, name) =>
  (name === "open" && element.tagName === "DETAILS") ||
  (name === "value" && element.tagName === "INPUT" && element.type !== "checkbox") ||
  name === "checked";

function keepAttributes(old, fresh) {
  for (const { name, value } of [...fresh.attributes])
    if (!theirs(old, name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes])
    if (!theirs(old, name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
}

function keepChildren(old, fresh) {
  const wanted = new Set([...fresh.childNodes].map(keyOf).filter(Boolean));
  const known = new Map();
  for (const child of [...old.childNodes]) {
    const key = keyOf(child);
    if (key && wanted.has(key) && !known.has(key)) known.set(key, child);
    else if (key) child.remove();
  }
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const key = keyOf(next);
    const same = key ? known.get(key) : at && !keyOf(at) && at.nodeName === next.nodeName ? at : null;
    if (!same || same.nodeName !== next.nodeName) {
      old.insertBefore(next, at);
      continue;
    }
    if (same === at) at = at.nextSibling;
    else old.insertBefore(same, at);
    keep(same, next);
  }
  while (at) {
    const after = at.nextSibling;
    at.remove();
    at = after;
  }
}

function keep(old, fresh) {
  if (old.nodeType !== 1) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  if (old.hasAttribute("data-keep") && !fresh.hasAttribute("data-new")) return;
  keepAttributes(old, fresh);
  keepChildren(old, fresh);
}

htmx.defineExtension("keep", {
  isInlineSwap: (style) => style === "keep",
  handleSwap(style, target, fragment) {
    if (style !== "keep") return false;
    const changed = [];
    for (const part of [...fragment.children]) {
      const old = part.id && document.getElementById(part.id);
      if (!old) continue;
      keep(old, part);
      changed.push(old);
    }
    return changed;
  },
});
