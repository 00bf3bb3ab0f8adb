// What a page does better with JavaScript. Nothing here is needed to use it.
"use strict";

(() => {
  const ESCAPES = 3;
  const ESCAPES_WITHIN_MS = 1500;
  const REENABLE_AFTER_MS = 8000;

  function hide() {
    document.documentElement.classList.add("leaving");
  }

  // Nobody waits for the answer, and nothing that goes wrong here may keep anybody on the page.
  function endSignIn(address) {
    try {
      if ("keepalive" in Request.prototype) fetch(address, { method: "POST", keepalive: true }).catch(() => {});
      else navigator.sendBeacon(address);
    } catch {
      // No connection to here: the sign-in stays, and whoever has this browser can still be led away.
    }
  }

  function leave() {
    const form = document.querySelector("form[data-leave]");
    if (!form) return;
    hide();
    document.title = " ";
    endSignIn(form.action);
    window.location.replace(form.dataset.leave);
  }

  // A browser may keep a whole page to bring it back as it was: it is kept hidden, and loads anew.
  function comeBackAnew() {
    window.addEventListener("pagehide", (event) => {
      if (event.persisted) hide();
    });
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      hide();
      window.location.reload();
    });
  }

  function listenForLeaving() {
    document.addEventListener("click", (event) => {
      if (!event.target.closest("[data-quick-exit]")) return;
      event.preventDefault();
      leave();
    });
    let times = [];
    document.addEventListener("keydown", (event) => {
      // While a Chinese, Japanese or Korean keyboard composes, Escape only ends that (229 is what older browsers say).
      if (event.key !== "Escape" || event.repeat || event.isComposing || event.keyCode === 229) return;
      const now = Date.now();
      times = [...times.filter((time) => now - time < ESCAPES_WITHIN_MS), now];
      if (times.length >= ESCAPES) leave();
    });
  }

  function guessZone() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    for (const select of document.querySelectorAll("select[data-guess-zone]")) {
      const chosenHere = select.querySelector("option[selected]:not([value=''])");
      const known = [...select.options].some((option) => option.value === zone);
      // A zone that came with the page is someone's choice, unless the form says it is only a first guess.
      if (known && (!chosenHere || select.closest("form[data-untouched]"))) select.value = zone;
    }
  }

  function setSubmitting(form, submitting) {
    for (const button of form.querySelectorAll("button, [type=submit]")) {
      if (submitting && !button.disabled) {
        button.dataset.sent = "";
        button.disabled = true;
      } else if (!submitting && "sent" in button.dataset) {
        delete button.dataset.sent;
        button.disabled = false;
      }
    }
  }

  function preventDoubleSubmit() {
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (event.defaultPrevented || form.method !== "post") return;
      // After this event, so that the pressed button's own name and value are still sent.
      setTimeout(() => setSubmitting(form, true));
      setTimeout(() => setSubmitting(form, false), REENABLE_AFTER_MS);
    });
    window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => setSubmitting(form, false)));
    document.addEventListener("htmx:afterRequest", (event) => {
      if (event.target instanceof HTMLFormElement) setSubmitting(event.target, false);
    });
  }

  async function share(button) {
    const { share: url, text } = button.dataset;
    if (navigator.share) {
      try {
        await navigator.share({ text, url });
        return;
      } catch (error) {
        if (error.name === "AbortError") return;
      }
    }
    await copy(button, `${text}\n${url}`);
  }

  async function copy(button, text) {
    const status = document.querySelector("[data-share-status]");
    try {
      await navigator.clipboard.writeText(text);
      if (status) status.textContent = button.dataset.done;
    } catch {
      if (status) status.textContent = button.dataset.failed;
    }
  }

  function offerSharing() {
    for (const button of document.querySelectorAll("[data-share], [data-copy]")) button.hidden = false;
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-share], [data-copy]");
      if (button?.dataset.copy) copy(button, button.dataset.copy);
      else if (button) share(button);
    });
    for (const field of document.querySelectorAll("[readonly]")) field.addEventListener("focus", () => field.select());
  }

  // A code goes on by itself with its last digit, typed or pasted; the button stays. Once for the same digits, and not
  // where another question of the form still waits for its answer.
  function goOnWithTheLastDigit() {
    const sayIt = () => document.querySelectorAll("[data-goes-on]").forEach((note) => (note.hidden = !isAnswered(note.closest("form"))));
    sayIt();
    document.addEventListener("change", sayIt);
    const wentOn = new WeakMap();
    const goOn = ({ target: field, isComposing }) => {
      if (!(field instanceof HTMLInputElement) || !field.dataset.goesOnAt || isComposing) return;
      const digits = field.value.normalize("NFKC").replace(/[\s.-]/g, "");
      const isWhole = /^\d+$/.test(digits) && digits.length === Number(field.dataset.goesOnAt);
      if (!isWhole || wentOn.get(field) === digits || !isAnswered(field.form)) return;
      wentOn.set(field, digits);
      field.form.requestSubmit();
    };
    for (const event of ["input", "compositionend"]) document.addEventListener(event, goOn);
  }

  function isAnswered(form) {
    const choices = [...form.querySelectorAll("input[type=radio]")];
    return choices.every(({ name }) => choices.some((choice) => choice.name === name && choice.checked));
  }

  // Browsers without `field-sizing` get a text area that grows by rows.
  function growTextAreas() {
    if (CSS.supports("field-sizing", "content")) return;
    const grow = (area) => {
      while (area.scrollHeight > area.clientHeight && area.rows < 14) area.rows += 1;
    };
    document.querySelectorAll("textarea").forEach(grow);
    document.addEventListener("input", (event) => {
      if (event.target instanceof HTMLTextAreaElement) grow(event.target);
    });
  }

  function isChanged(shown) {
    const field = shown.form.elements[shown.name.replace("initial-", "")];
    if (field.type === "checkbox") return field.checked !== (shown.value === "True");
    // A time shows no seconds.
    return field.value !== (field.type === "time" ? shown.value.slice(0, 5) : shown.value);
  }

  // What is on its way may stand by now or not. Until an answer tells what does, the page showed nothing that anybody
  // types: going back to the first text is a change then too.
  function doubtWhatIsOnItsWay() {
    document.addEventListener("htmx:beforeRequest", (event) => {
      // A question of a talk and its "not today" are one; elsewhere each field stands alone.
      for (const one of event.target.querySelectorAll(".question, .field:not(.question .field)")) {
        const shown = [...one.querySelectorAll("input[name^='initial-']")];
        // A box alone knows yes and no, and no third thing that would differ from both.
        if (shown.some(isChanged) && shown[0].value !== "True" && shown[0].value !== "False") shown[0].value = `${Math.random()}`;
      }
    });
  }

  // Text that is kept while one writes: where that failed, say so; a sign-in page is no answer to it either.
  function sayWhatIsNotKept() {
    const fail = (element) => {
      const status = element.querySelector("[data-keep-failed]");
      if (status) status.textContent = status.dataset.keepFailed;
    };
    for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
      document.addEventListener(name, (event) => fail(event.detail.requestConfig.elt));
    }
    document.addEventListener("htmx:beforeSwap", (event) => {
      const { pathInfo, requestConfig } = event.detail;
      if (!pathInfo.responsePath || pathInfo.responsePath === pathInfo.requestPath) return;
      event.detail.shouldSwap = false;
      fail(requestConfig.elt);
    });
  }

  function start() {
    guessZone();
    offerSharing();
    goOnWithTheLastDigit();
    growTextAreas();
    document.querySelector("[data-problems]")?.focus();
  }

  listenForLeaving();
  comeBackAnew();
  preventDoubleSubmit();
  doubtWhatIsOnItsWay();
  sayWhatIsNotKept();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
