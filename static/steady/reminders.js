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
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", keepNoticesFresh);
  else keepNoticesFresh();
})();
