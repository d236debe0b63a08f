// Nothing here is needed to read the report: it copies, and it unfolds what is linked to or printed.
"use strict";

function say(text) {
  document.getElementById("said").textContent = text;
}

// Where the clipboard is not to be had (some consoles show reports in frames), by way of the selection.
function selectAndCopy(element) {
  const selection = window.getSelection();
  selection.selectAllChildren(element);
  return document.execCommand("copy");
}

async function copy(button) {
  const element = button.parentElement.querySelector("code");
  let copied = false;
  try {
    await navigator.clipboard.writeText(element.textContent);
    copied = true;
  } catch {
    copied = selectAndCopy(element);
  }
  button.textContent = copied ? "Copied" : "Selected";
  say(copied ? "Copied" : "Not copied, but selected");
  setTimeout(() => { button.textContent = "Copy"; say(""); }, 2000);
}

for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}

// What is linked to is unfolded, with everything around it.
function unfoldTarget() {
  let element = null;
  try {
    element = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return;
  }
  if (element === null) return;
  const inside = element.querySelector(":scope > details");
  if (inside !== null) inside.open = true;
  for (let e = element; e !== null; e = e.parentElement) {
    if (e.tagName === "DETAILS") e.open = true;
  }
  element.scrollIntoView();
}
window.addEventListener("hashchange", unfoldTarget);
unfoldTarget();

// Paper cannot be unfolded.
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = Array.from(document.querySelectorAll("details:not([open])"));
  for (const element of folded) element.open = true;
});
window.addEventListener("afterprint", () => {
  for (const element of folded) element.open = false;
  folded = [];
});
