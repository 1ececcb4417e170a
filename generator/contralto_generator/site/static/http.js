"use strict";
// Redoc reads the document that the page carries. It knows no dark colours, so the page stays light.
(() => {
  const sans = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
  const mono = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace';
  const theme = {
    colors: { primary: { main: "#0b5cad" } },
    sidebar: { backgroundColor: "#f6f7f9" },
    typography: {
      fontFamily: sans,
      fontSize: "15px",
      headings: { fontFamily: sans, fontWeight: "600" },
      code: { fontFamily: mono, color: "#8a3b00", backgroundColor: "#f1f3f6" },
    },
  };
  const place = document.getElementById("viewer");
  const text = document.getElementById("document").textContent;
  place.textContent = "";
  Redoc.init(JSON.parse(text), { hideDownloadButtons: true, theme }, place);
})();
