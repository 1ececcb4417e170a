"use strict";
// Narrows the list of requirements. Without this script the whole list is there, and the form is not.
(() => {
  const form = document.getElementById("filter");
  const rows = [...document.querySelectorAll("tr.requirement")];
  const areas = [...document.querySelectorAll("tbody[data-area]")];
  const count = document.getElementById("count");

  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  const fits = (row, wanted, words) =>
    (!wanted.area || row.dataset.area === wanted.area) &&
    (!wanted.level || row.dataset.level === wanted.level) &&
    (!wanted.transport || row.dataset.transport === wanted.transport) &&
    (!wanted.version || row.dataset.versions.split(" ").includes(wanted.version)) &&
    words.every((word) => texts.get(row).includes(word));

  const apply = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !fits(row, wanted, words);
      shown += row.hidden ? 0 : 1;
    }
    for (const area of areas) {
      const left = area.querySelectorAll("tr.requirement:not([hidden])").length;
      area.querySelector("small").textContent = left;
      area.hidden = !left;
    }
    count.textContent = shown ? `${shown} of ${rows.length} requirements` : "No requirement fits; widen the filter.";
  };

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  // After a reset the fields have their new values only when the event is over.
  form.addEventListener("reset", () => setTimeout(apply));
  // A link to a requirement must find it, whatever the filter says.
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.hidden) {
      form.reset();
      setTimeout(() => target.scrollIntoView());
    }
  });
  apply();
})();
