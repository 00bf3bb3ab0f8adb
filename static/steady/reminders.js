// Notices. Nothing here is needed to read them.
"use strict";

// A notice that is opened is read. Sent beside the way there, which does not wait for it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-notice]");
  const key = document.querySelector("[data-live] [name=csrfmiddlewaretoken]");
  if (!link || !key) return;
  const body = new FormData();
  body.set(key.name, key.value);
  navigator.sendBeacon(link.dataset.notice, body);
});
