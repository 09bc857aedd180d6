// Polling without flicker: an unchanged part comes back as 304 and nothing is touched.
"use strict";

// What was done is said once, and not again when the page is loaded anew.
const here = new URL(location.href);
if (here.searchParams.has("done")) {
  here.searchParams.delete("done");
  history.replaceState(history.state, "", here);
}

const etags = new Map();

document.addEventListener("htmx:configRequest", (event) => {
  const { elt, verb, headers } = event.detail;
  if (verb === "get" && elt.hasAttribute("data-live") && etags.has(elt.id))
    headers["If-None-Match"] = etags.get(elt.id);
});

document.addEventListener("htmx:afterSwap", (event) => {
  const { elt, target, xhr } = event.detail;
  if (elt === target && elt.hasAttribute("data-live")) etags.set(elt.id, xhr.getResponseHeader("ETag"));
  else etags.clear();
});

document.addEventListener("htmx:afterRequest", (event) => {
  const status = event.detail.xhr.status;
  document.getElementById("gone").hidden = status !== 403;
  document.getElementById("lost").hidden = (status >= 200 && status < 400) || status === 409 || status === 403;
});
