// Keeps the three panes on the same conversation, and the header true.
"use strict";

const panes = document.querySelector(".panes");
let customer = {};
let shown = null;

addEventListener("message", (event) => {
  if (event.origin !== panes.dataset.phone || typeof event.data !== "object" || !event.data) return;
  const { phone, bsuid } = event.data;
  customer = {};
  if (typeof phone === "string") customer.phone = phone;
  if (typeof bsuid === "string") customer.bsuid = bsuid;
  follow();
});

// Only now: the phone says who it is as soon as it is there, and somebody must be listening.
const phone = document.getElementById("phone");
phone.src = phone.dataset.src;

function show(id) {
  if (id === shown) return;
  shown = id;
  for (const name of ["why", "seat"]) {
    const frame = document.getElementById(name);
    frame.src = frame.dataset.page.replace("#", encodeURIComponent(id));
  }
}

async function follow() {
  const answer = await fetch(`${panes.dataset.match}?${new URLSearchParams(customer)}`).catch(() => null);
  if (!answer || !answer.ok) return;
  const { conversation, version } = await answer.json();
  if (conversation) show(conversation);
  if (version) document.getElementById("version").textContent = panes.dataset.version.replace("#", version);
}

setInterval(follow, 1000);
follow();

setInterval(() => {
  if (document.querySelector("#plug [data-watch]"))
    htmx.ajax("GET", `/demo/worker?c=${encodeURIComponent(shown ?? "")}`, "#plug");
}, 500);
