// The rows of a list message, in a sheet from below.

import { element } from "./bubbles.js";

const sheet = document.getElementById("sheet");

export function openSheet(message, choose) {
  document.getElementById("sheet-title").textContent = message.button;
  document.getElementById("rows").replaceChildren(...message.sections.map((part) => section(message, part, choose)));
  sheet.showModal();
}

export function closeSheet() {
  sheet.close();
}

document.getElementById("sheet-close").addEventListener("click", closeSheet);
sheet.addEventListener("click", (event) => {
  if (event.target === sheet) closeSheet();
});

function section(message, part, choose) {
  const group = element("section", "rows");
  if (part.title) group.append(element("h3", "", part.title));
  for (const row of part.rows) {
    const button = element("button", "row");
    button.type = "button";
    button.append(element("span", "row-title", row.title));
    if (row.description) button.append(element("span", "row-detail", row.description));
    button.addEventListener("click", () => {
      closeSheet();
      choose(message, { ...row, kind: "list" });
    });
    group.append(button);
  }
  return group;
}
