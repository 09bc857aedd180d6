// The policy box: a fault selects its line, and the numbers beside the box keep up with the text.
"use strict";

const source = document.getElementById("source");
const numbers = document.getElementById("numbers");

function choose(line) {
  const before = source.value.split("\n").slice(0, line - 1);
  const start = before.reduce((sum, text) => sum + text.length + 1, 0);
  const end = source.value.indexOf("\n", start);
  source.focus({ preventScroll: true });
  source.setSelectionRange(start, end < 0 ? source.value.length : end);
  document.getElementById(`L${line}`)?.scrollIntoView({ block: "center" });
}

function count() {
  const wanted = source.value.split("\n").length;
  source.rows = wanted;
  while (numbers.children.length > wanted) numbers.lastElementChild.remove();
  while (numbers.children.length < wanted) {
    const item = document.createElement("li");
    item.id = `L${numbers.children.length + 1}`;
    item.textContent = numbers.children.length + 1;
    numbers.append(item);
  }
}

source.addEventListener("input", count);

for (const link of document.querySelectorAll(".fault")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    choose(Number(link.hash.slice(2)));
  });
}

count();
const first = Number(document.getElementById("sheet").dataset.first);
if (first) {
  // The form's own #first-fault is for browsers without scripts; followed, it would take the focus.
  history.replaceState(null, "", location.pathname);
  choose(first);
}
