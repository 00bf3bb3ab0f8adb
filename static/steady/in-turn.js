// One screen at a time of what stands on the page one below the other. Nothing here is needed to use it.
"use strict";

(() => {
  const screens = () => [...document.querySelectorAll("[data-screen]")];
  const turn = (by) => document.querySelector(`[data-turn="${by}"]`);
  let first;

  // What the address or the history names: a screen, or a field in one.
  const named = () => document.getElementById(history.state?.screen ?? location.hash.slice(1));

  const isUnanswered = (screen) => {
    const field = screen.querySelector(".question textarea");
    return !field || (!field.value.trim() && !screen.querySelector(":checked"));
  };

  // Where something is missing; else, of questions to answer, where this person left off.
  function whereToBegin(all) {
    const wrong = all.find((screen) => screen.querySelector("[aria-invalid=true]"));
    const asked = all.filter((screen) => !("optional" in screen.dataset));
    if (!wrong && all.every(isUnanswered)) return all[0];
    return wrong ?? asked.find(isUnanswered) ?? all.at(asked[0].querySelector("textarea") ? -1 : 0);
  }

  function show(screen) {
    const all = screens();
    if (!all.length) return;
    document.documentElement.classList.add("in-turn");
    first = all.includes(first) ? first : whereToBegin(all);
    const shown = all.includes(screen) ? screen : first;
    for (const each of all) each.hidden = each !== shown;
    turn(-1)?.toggleAttribute("hidden", shown === all[0]);
    turn(1)?.toggleAttribute("hidden", shown === all.at(-1));
  }

  const reads = (screen) => screen?.querySelector("[tabindex]") ?? screen;

  function goBy(step) {
    const all = screens();
    const here = all.findIndex((screen) => !screen.hidden);
    const next = all[here + step];
    // Nothing comes after the last question but to hand in.
    if (!next) return all[here].querySelector("button:not([type])").focus();
    history.pushState({ screen: next.id }, "");
    arrive();
  }

  // The question is read out with its place; the keyboard of a phone stays away until a field is tapped.
  function arrive() {
    const place = named();
    const screen = place?.closest("[data-screen]");
    if (place && !screen) return;
    show(screen);
    const focused = place === screen ? reads(screens().find((each) => !each.hidden)) : place;
    focused?.focus();
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-turn], [data-ticks]");
    if (!button) return;
    if (button.dataset.ticks) document.getElementById(button.dataset.ticks).click();
    goBy(Number(button.dataset.turn ?? 1));
  });

  function start() {
    if (screens().some((screen) => screen.querySelector("[aria-invalid=true]"))) history.replaceState(null, "");
    show(named()?.closest("[data-screen]"));
  }

  window.addEventListener("popstate", arrive);
  document.addEventListener("htmx:afterSettle", () => show(named()?.closest("[data-screen]")));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
