"use strict";
// The viewer reads the document that the page carries.
(() => {
  const place = document.getElementById("viewer");
  const schema = JSON.parse(document.getElementById("document").textContent);
  place.textContent = "";
  AsyncApiStandalone.render({ schema, config: { show: { sidebar: false, errors: true } } }, place);
})();
