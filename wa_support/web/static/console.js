// Polling without flicker: an unchanged fragment comes back as 304 and nothing is touched.
"use strict";

const etags = new WeakMap();

const composer = () => document.getElementById("composer");

function syncComposer() {
  const form = composer();
  const state = document.getElementById("state");
  if (!form || !state) return;
  const ready = state.dataset.ready === "yes";
  form.querySelector("fieldset").disabled = !ready;
  document.getElementById("first").hidden = ready;
}

function nearBottom(box) {
  return box.scrollHeight - box.scrollTop - box.clientHeight < 80;
}

function toBottom() {
  const box = document.getElementById("scroll");
  if (box) box.scrollTop = box.scrollHeight;
}

// The open conversation stays in sight when the waiting line moves, unless the agent looked away.
function chosenRow() {
  const queue = document.getElementById("queue");
  const row = queue?.querySelector("[aria-current]");
  if (!row) return null;
  const top = queue.getBoundingClientRect().top + queue.querySelector("h2").offsetHeight;
  const above = top - row.getBoundingClientRect().top;
  const below = row.getBoundingClientRect().bottom - queue.getBoundingClientRect().bottom;
  return { queue, above, below, inSight: above <= 1 && below <= 1 };
}

function showChosen() {
  const row = chosenRow();
  if (!row || row.inSight) return;
  row.queue.scrollTop += row.above > 0 ? -row.above : Math.min(row.below, -row.above);
}

document.addEventListener("htmx:configRequest", (event) => {
  const known = etags.get(event.detail.elt);
  if (known && event.detail.verb === "get") event.detail.headers["If-None-Match"] = known;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const target = event.detail.target;
  if (target.id === "queue") target.dataset.follow = chosenRow()?.inSight === false ? "" : "yes";
  if (target.id === "live") target.dataset.follow = nearBottom(document.getElementById("scroll")) ? "yes" : "";
});

document.addEventListener("htmx:afterSwap", (event) => {
  const { target, elt, xhr } = event.detail;
  if (elt === target && elt.hasAttribute("data-live")) etags.set(elt, xhr.getResponseHeader("ETag"));
  else etags.delete(target);
  if (target.id === "queue" && target.dataset.follow) showChosen();
  if (target.id !== "live") return;
  syncComposer();
  if (target.dataset.follow) toBottom();
});

document.addEventListener("htmx:afterRequest", (event) => {
  const status = event.detail.xhr.status;
  document.getElementById("gone").hidden = status !== 403;
  document.getElementById("lost").hidden = (status >= 200 && status < 400) || status === 409 || status === 403;
});

// The agent may already be writing the next message when the last one is through.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = composer();
  if (form && event.detail.elt === form) form.dataset.sending = form.elements.text.value;
});

document.addEventListener("replied", (event) => {
  const form = composer();
  form.elements.key.value = event.detail.key;
  if (form.elements.text.value === form.dataset.sending) form.elements.text.value = "";
  toBottom();
});

// Enter sends, but not the Enter that ends a Hangul syllable.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (!event.target.matches("#composer textarea")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

document.addEventListener("DOMContentLoaded", () => {
  syncComposer();
  toBottom();
  showChosen();
});
