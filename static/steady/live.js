// An open page asks whether it is still the present one. Nothing here is needed to use it: a link does the same.
"use strict";

(() => {
  const PACE = JSON.parse(document.currentScript.dataset.pace);
  let looksSince = Date.now();
  let waiting;
  // Where something is being typed that kept the page from changing.
  let kept;

  const asking = () => document.querySelector("[data-live]");
  const part = () => asking()?.closest("#live") ?? asking();

  function secondsToWait() {
    const age = (Date.now() - looksSince) / 1000;
    return PACE.find(([until]) => until === null || age < until)[1];
  }

  function wait() {
    clearTimeout(waiting);
    if (asking()) waiting = setTimeout(look, secondsToWait() * 1000);
  }

  function look() {
    if (document.hidden) return;
    // What is new is said already, beside the text that is being typed.
    if (!(isNewsSaid() && isInUse(kept))) asking()?.dispatchEvent(new Event("look"));
    wait();
  }

  // A hidden page asks nothing; one that comes back asks at once.
  function comeAndGo() {
    clearTimeout(waiting);
    if (document.hidden) return;
    looksSince = Date.now();
    look();
  }

  function isChanged(field) {
    if (field.type === "hidden") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (!(field instanceof HTMLSelectElement)) return field.value !== field.defaultValue;
    const shown = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(shown, 0);
  }

  // Something is typed there, or on its way from there.
  function isInUse(place) {
    const fields = [...place.querySelectorAll("input, textarea, select")];
    return fields.some(isChanged) || place.querySelector("[data-sent]") !== null;
  }

  const news = () => part()?.querySelector("[data-news]");
  const isNewsSaid = () => news()?.hidden === false;

  // Before anything of an answer is acted upon: what is being typed stays, and a line says that there is something new.
  // Loading the whole page anew would also drop what is typed beside its live part, and break off a form on its way.
  // A page whose reader is signed out goes in any case (401).
  function keepWhatIsTyped(event) {
    const { xhr } = event.detail;
    if (!event.target.matches("[data-live]") || xhr.status === 204 || xhr.status === 401) return;
    kept = xhr.getResponseHeader("HX-Refresh") ? document : part();
    if (!isInUse(kept)) return;
    event.preventDefault();
    if (!news()) return;
    news().hidden = false;
    say(news().textContent);
  }

  const named = (element) => [element.tagName, element.getAttribute("href"), element.textContent.trim()].join();

  // What had the focus has it again, and what was unfolded is, where the new part has it too.
  function keepPlace(event) {
    if (event.detail.target?.id !== "live" || !event.detail.shouldSwap) return;
    const old = event.detail.target;
    const focused = old.contains(document.activeElement) ? named(document.activeElement) : null;
    const unfolded = [...old.querySelectorAll("details[open] > summary")].map(named);
    const restore = () => {
      for (const summary of part()?.querySelectorAll("details > summary") ?? []) {
        if (unfolded.includes(named(summary))) summary.parentElement.open = true;
      }
      const again = [...(part()?.querySelectorAll("a, button, summary") ?? [])].find((each) => named(each) === focused);
      if (again) again.focus({ preventScroll: true });
      say(document.querySelector("[data-changed]")?.dataset.changed);
    };
    document.addEventListener("htmx:afterSettle", restore, { once: true });
  }

  // To who has the page read to them. Emptied first, so that it is read out each time.
  function say(text) {
    const status = document.querySelector("[data-changed]");
    if (!status) return;
    status.textContent = "";
    setTimeout(() => (status.textContent = text), 100);
  }

  function start() {
    if (!asking()) return;
    document.documentElement.classList.add("lives");
    document.addEventListener("visibilitychange", comeAndGo);
    document.addEventListener("htmx:beforeOnLoad", keepWhatIsTyped);
    document.addEventListener("htmx:beforeSwap", keepPlace);
    if (!document.hidden) wait();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
