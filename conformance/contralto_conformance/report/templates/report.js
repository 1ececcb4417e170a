"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const requirements = all(".req");
  const areas = all(".area");
  const filters = one(".filters");

  const copied = (button) => {
    const before = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = before; }, 1500);
  };
  for (const button of all(".copy")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const code = button.parentElement.querySelector("code");
      const select = () => getSelection().selectAllChildren(code);
      if (!navigator.clipboard) { select(); return; }
      navigator.clipboard.writeText(code.textContent).then(() => copied(button), select);
    });
  }

  // A link to a requirement opens it.
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.matches(".req")) { return; }
    if (target.hidden) { reset(); }
    target.open = true;
    target.scrollIntoView();
    target.querySelector("summary").focus({ preventScroll: true });
  };

  if (!filters) { return; }
  const text = one("#text");
  const area = one("#area");
  const chosen = { level: "", total: "" };
  const words = new Map(requirements.map((r) => [r, r.querySelector(".name").textContent.toLowerCase()]));

  const matches = (requirement, needles) =>
    (!chosen.level || requirement.dataset.level === chosen.level) &&
    (!chosen.total || requirement.dataset.totals.split(" ").includes(chosen.total)) &&
    (!area.value || requirement.parentElement.dataset.area === area.value) &&
    needles.every((needle) => words.get(requirement).includes(needle));

  const apply = () => {
    const needles = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const section of areas) {
      const visible = all(".req", section).filter((requirement) => {
        requirement.hidden = !matches(requirement, needles);
        requirement.classList.remove("first", "last");
        return !requirement.hidden;
      });
      section.hidden = !visible.length;
      if (visible.length) {
        visible[0].classList.add("first");
        visible[visible.length - 1].classList.add("last");
      }
      shown += visible.length;
    }
    one(".empty").hidden = shown > 0;
    one("#shown").textContent = shown === requirements.length ? "" : `${shown} of ${requirements.length} shown`;
    name();
  };
  // One button opens all that are shown, or closes them if one is open.
  const fold = one("#fold");
  const isAnyOpen = () => requirements.some((r) => r.open && !r.hidden);
  const name = () => { fold.textContent = isAnyOpen() ? "Close all" : "Open all"; };
  const foldAll = () => {
    const open = !isAnyOpen();
    for (const requirement of requirements) {
      if (!requirement.hidden) { requirement.open = open; }
    }
    name();
  };
  const press = (kind, value) => {
    chosen[kind] = value;
    for (const button of all(`[data-filter="${kind}"]`)) {
      button.setAttribute("aria-pressed", String(button.dataset.value === value));
    }
  };
  const reset = () => {
    press("level", "");
    press("total", "");
    text.value = "";
    area.value = "";
    apply();
  };

  filters.hidden = false;
  fold.addEventListener("click", foldAll);
  for (const requirement of requirements) { requirement.addEventListener("toggle", name); }
  // The heads of the columns stay in sight below the filters, however many lines these take.
  const below = () => {
    const isStuck = getComputedStyle(filters).position === "sticky";
    document.documentElement.style.setProperty("--below", isStuck ? `${filters.offsetHeight}px` : "0px");
  };
  new ResizeObserver(below).observe(filters);
  one(".keys").hidden = false;
  filters.addEventListener("submit", (event) => event.preventDefault());
  text.addEventListener("input", apply);
  area.addEventListener("change", apply);
  one("#reset").addEventListener("click", () => { reset(); text.focus(); });
  for (const button of all("[data-filter]")) {
    button.addEventListener("click", () => { press(button.dataset.filter, button.dataset.value); apply(); });
  }

  const step = (by, wanted = () => true) => {
    const visible = requirements.filter((r) => !r.hidden);
    const here = visible.indexOf(document.activeElement.closest(".req"));
    const start = here < 0 ? (by > 0 ? 0 : visible.length - 1) : here + by;
    for (let at = start; at >= 0 && at < visible.length; at += by) {
      if (wanted(visible[at])) {
        visible[at].querySelector("summary").focus();
        return;
      }
    }
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "Escape") {
      reset();
      if (document.activeElement === text) { text.blur(); }
      return;
    }
    if (event.target.matches("input, select, textarea")) {
      if (event.key === "Enter" && event.target === text) { text.blur(); step(1); event.preventDefault(); }
      return;
    }
    const actions = {
      "/": () => text.focus(),
      j: () => step(1),
      k: () => step(-1),
      o: foldAll,
      v: () => step(1, (requirement) => requirement.dataset.totals.includes("violated")),
    };
    if (actions[event.key]) {
      event.preventDefault();
      actions[event.key]();
    }
  });

  addEventListener("hashchange", open);
  // On paper, what is violated is open.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = requirements.filter((r) => !r.open && r.dataset.totals.includes("violated"));
    for (const requirement of opened) { requirement.open = true; }
  });
  addEventListener("afterprint", () => { for (const requirement of opened) { requirement.open = false; } });
  open();
})();
