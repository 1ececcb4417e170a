"use strict";
// Redoc reads the document that the page carries; its colours follow the page.
(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const sans = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
  const mono = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace';
  const light = {
    colors: { primary: { main: "#0b5cad" } },
    sidebar: { backgroundColor: "#f6f7f9" },
  };
  const night = {
    colors: {
      primary: { main: "#7db4f0" },
      text: { primary: "#e4e7ec", secondary: "#a7b0bd" },
      border: { light: "#333b47", dark: "#4a5463" },
      success: { main: "#5fcf8b" },
      error: { main: "#ff8f85" },
      responses: {
        success: { color: "#7ddca0", backgroundColor: "#17281f", tabTextColor: "#7ddca0" },
        error: { color: "#ffa39b", backgroundColor: "#311c1c", tabTextColor: "#ffa39b" },
      },
    },
    schema: { nestedBackground: "#1d232c", linesColor: "#4a5463", typeNameColor: "#a7b0bd", typeTitleColor: "#a7b0bd" },
    sidebar: { backgroundColor: "#1a1f27", textColor: "#e4e7ec" },
    rightPanel: { backgroundColor: "#0e1116" },
    codeBlock: { backgroundColor: "#1a1f27" },
  };
  const theme = dark ? night : light;
  theme.typography = {
    fontFamily: sans,
    fontSize: "15px",
    headings: { fontFamily: sans, fontWeight: "600" },
    code: { fontFamily: mono, color: dark ? "#f0b37d" : "#8a3b00", backgroundColor: dark ? "#242b35" : "#f1f3f6" },
  };
  const place = document.getElementById("viewer");
  const text = document.getElementById("document").textContent;
  place.textContent = "";
  Redoc.init(JSON.parse(text), { hideDownloadButtons: true, hideDownloadButton: true, sortRequiredPropsFirst: true, theme }, place);
})();
