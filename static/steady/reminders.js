// Fresh notices. Nothing here is needed to read them.
"use strict";

(() => {
  const LOOK_EVERY_MS = 20000;

  // A hidden page asks nothing; one that comes back asks at once.
  function look() {
    if (document.hidden) return;
    document.querySelector("[data-fresh]")?.dispatchEvent(new Event("fresh"));
  }

  function keepNoticesFresh() {
    if (!document.querySelector("[data-fresh]")) return;
    setInterval(look, LOOK_EVERY_MS);
    document.addEventListener("visibilitychange", look);
    document.addEventListener("click", markOpened);
  }

  // A notice that is opened is read. Sent beside the way there, which does not wait for it.
  function markOpened(event) {
    const link = event.target.closest("a[data-notice]");
    const key = document.querySelector("[data-fresh] [name=csrfmiddlewaretoken]");
    if (!link || !key) return;
    const body = new FormData();
    body.set(key.name, key.value);
    navigator.sendBeacon(link.dataset.notice, body);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", keepNoticesFresh);
  else keepNoticesFresh();
})();
