// Words typed in the last second, which htmx has not kept yet, are kept before their writer comes to another page.
"use strict";

(() => {
  const WAIT_MS = 1500;
  const typed = new Set();

  function keep(form) {
    typed.delete(form);
    const headers = { "HX-Request": "true" };
    return fetch(form.getAttribute("hx-post"), { method: "POST", body: new FormData(form), keepalive: true, headers });
  }

  // After quick exit nothing is sent any more.
  function keepAll() {
    if (document.documentElement.classList.contains("leaving")) return [];
    return [...typed].filter((form) => form.isConnected).map(keep);
  }

  function staysHere(event, link) {
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target;
    return elsewhere || link.hasAttribute("download") || link.getAttribute("href").startsWith("#");
  }

  // The page that comes next may show what was typed: it is asked for after that is kept.
  function keepFirst(event) {
    const link = event.target.closest("a[href]");
    if (!link || !typed.size || event.defaultPrevented || staysHere(event, link)) return;
    event.preventDefault();
    // Without a connection, or with a slow one, nobody is kept on the page.
    const waited = new Promise((goOn) => setTimeout(goOn, WAIT_MS));
    Promise.race([Promise.allSettled(keepAll()), waited]).then(() => window.location.assign(link.href));
  }

  document.addEventListener("input", ({ target }) => {
    const form = target.closest("form[hx-post]");
    if (form) typed.add(form);
  });
  document.addEventListener("submit", ({ target }) => typed.delete(target));
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && detail.elt.matches("form[hx-post]")) typed.delete(detail.elt);
  });
  document.addEventListener("click", keepFirst);
  window.addEventListener("pagehide", keepAll);
})();
