// A tap changes the order in place. Where it leads elsewhere, as after a sign-out, it is sent once more as a whole page, so
// that what was typed comes back there. Without this every tap is a page.
"use strict";

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { target, xhr, requestConfig } = detail;
  if (target?.id !== "needs-here") return;
  const form = target.querySelector("form");
  detail.shouldSwap = xhr.response.includes('id="needs"');
  if (!detail.shouldSwap) form.requestSubmit(form.contains(requestConfig.elt) ? requestConfig.elt : null);
  // What the form still kept when the tap came names lines that the new one may not have.
  else form.addEventListener("htmx:beforeSwap", (late) => { late.detail.shouldSwap = false; });
});
