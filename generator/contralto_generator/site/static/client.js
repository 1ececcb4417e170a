"use strict";
// Remembers which form of the examples to show, and offers to copy them. Without this script both still show.
(() => {
  const choices = [...document.querySelectorAll("input[name=form]")];
  // A page opened from a disk may have no storage.
  const remember = (action) => {
    try {
      return action(window.localStorage);
    } catch {
      return null;
    }
  };
  const chosen = remember((storage) => storage.getItem("form"));
  for (const choice of choices) {
    if (choice.value === chosen) choice.checked = true;
    choice.addEventListener("change", () => remember((storage) => storage.setItem("form", choice.value)));
  }

  if (!navigator.clipboard) return;
  for (const block of document.querySelectorAll("pre.code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(`${block.querySelector("code").textContent}\n`);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    block.append(button);
  }
})();
