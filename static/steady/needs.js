// A tap changes the order in place. Where it leads elsewhere, as after a sign-out, it is sent once more as a whole page, so
// that what was typed comes back there. Without this every tap is a page.
"use strict";

(() => {
  // How often the order was changed, which is never less later on.
  const changesOf = (form) => Number(form.dataset.changes);

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { target, xhr, requestConfig } = detail;
    if (target?.id !== "needs-here") return;
    const shown = target.querySelector("form");
    const answered = new DOMParser().parseFromString(xhr.response, "text/html").querySelector("#needs");
    if (!answered) {
      detail.shouldSwap = false;
      shown.requestSubmit(shown.contains(requestConfig.elt) ? requestConfig.elt : null);
      return;
    }
    // Of two quick taps the answer to the first may have been written before the second was, and come after its answer.
    detail.shouldSwap = changesOf(answered) >= changesOf(shown);
    // What the form still kept when the tap came names lines that the new one may not have.
    if (detail.shouldSwap) shown.addEventListener("htmx:beforeSwap", (late) => { late.detail.shouldSwap = false; });
  });
})();
