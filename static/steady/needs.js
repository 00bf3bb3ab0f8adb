// A tap changes the order in place. Where it leads elsewhere, as after a sign-out, it is sent once more as a whole page, so
// that what was typed comes back there. Without this every tap is a page.
"use strict";

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { target, xhr, requestConfig } = detail;
  if (target?.id !== "needs") return;
  detail.shouldSwap = xhr.response.includes('id="needs"');
  if (!detail.shouldSwap) target.requestSubmit(requestConfig.elt);
});
