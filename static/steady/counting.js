// How much room a field has left, said once it gets short. The server counts the same way, and cuts nothing either.
"use strict";

(() => {
  const SAY_AFTER_MS = 400;
  const { left: LEFT, over: OVER } = document.currentScript.dataset;
  const says = new WeakMap();
  const waiting = new WeakMap();

  // Characters and not the halves that make up an emoji; a line break is one; spaces at either end are not kept.
  const count = (text) => [...text.replace(/\r\n?/g, "\n").trim()].length;

  function lineOf(field) {
    if (!says.has(field)) {
      // It stands there empty before it says something, or a screen reader would not read it out.
      const line = document.createElement("p");
      line.className = "room";
      line.setAttribute("aria-live", "polite");
      field.after(line);
      says.set(field, line);
    }
    return says.get(field);
  }

  function say(field) {
    const room = Number(field.dataset.room);
    const left = room - count(field.value);
    const isNear = left <= Math.max(10, room / 10);
    const line = lineOf(field);
    line.classList.toggle("over", left < 0);
    line.textContent = isNear ? (left < 0 ? OVER : LEFT).replace("{number}", Math.abs(left)) : "";
  }

  function saySoon(event) {
    const field = event.target;
    if (!(field instanceof HTMLElement) || !field.dataset.room) return;
    lineOf(field);
    clearTimeout(waiting.get(field));
    waiting.set(field, setTimeout(() => say(field), SAY_AFTER_MS));
  }

  function start() {
    document.querySelectorAll("[data-room]").forEach(say);
    document.addEventListener("input", saySoon);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
