// A pause: its page says how long it still is, and keeps a tap that finds no connection. Without this a link looks again,
// and the browser says what went wrong.
"use strict";

(() => {
  const AGAIN_AFTER_MS = 4000;
  const NO_ANSWER_AFTER_MS = 10_000;
  const GIVES_UP_AFTER_MS = 15 * 60_000;
  const LOOK_MS = 5000;

  // The page alone keeps it, so whoever leaves the page has given up.
  let kept = null;

  function say(name) {
    for (const line of document.querySelectorAll("[data-tap]")) line.hidden = line.dataset.tap !== name;
  }

  // As long as one is on its way, `live.js` changes nothing here.
  function setSent(isSent) {
    for (const button of document.querySelectorAll("[data-keeps-trying] button")) {
      button.disabled = isSent;
      button.toggleAttribute("data-sent", isSent);
    }
  }

  function letGo(name) {
    clearTimeout(kept?.again);
    kept = null;
    setSent(false);
    say(name);
  }

  // Each time the same form with the same submission id: however often it arrives, it begins one pause. Every answer of
  // the site leads somewhere; where to, the page behind it says.
  async function send(tap) {
    clearTimeout(tap.again);
    if (tap !== kept || tap.isOnItsWay) return;
    if (Date.now() - tap.since > GIVES_UP_AFTER_MS) return letGo("late");
    tap.isOnItsWay = true;
    const answer = await ask(tap.form).catch(() => null);
    tap.isOnItsWay = false;
    if (tap !== kept) return;
    if (answer?.type === "opaqueredirect") return window.location.assign(tap.form.dataset.keepsTrying);
    if (answer && answer.status < 500) return tap.form.submit();
    say("trying");
    tap.again = setTimeout(send, AGAIN_AFTER_MS, tap);
  }

  function ask(form) {
    const signal = AbortSignal.timeout(NO_ANSWER_AFTER_MS);
    return fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual", signal });
  }

  function keepTheTap() {
    // Before the listener that would take it for a form on its way.
    document.addEventListener(
      "submit",
      (event) => {
        if (!event.target.matches("[data-keeps-trying]")) return;
        event.preventDefault();
        if (kept) return;
        kept = { form: event.target, since: Date.now() };
        setSent(true);
        setTimeout((tap) => tap === kept && say("trying"), AGAIN_AFTER_MS, kept);
        send(kept);
      },
      true,
    );
    document.addEventListener("click", (event) => event.target.closest("[data-let-go]") && letGo(""));
    window.addEventListener("online", () => kept && send(kept));
  }

  const ends = new WeakMap();

  function inWords(minutes) {
    const parts = { hour: Math.floor(minutes / 60), minute: minutes % 60 };
    const { lang } = document.documentElement;
    const said = Object.entries(parts)
      .filter(([, number]) => number)
      .map(([unit, number]) => new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" }).format(number));
    return said.join(lang.startsWith("zh") ? "" : " ");
  }

  // By this device's clock only how much of it has passed since the page came, not what it shows.
  function sayWhatIsLeft() {
    for (const line of document.querySelectorAll("[data-ends-in]")) {
      if (!ends.has(line)) ends.set(line, Date.now() + line.dataset.endsIn * 1000);
      const minutes = Math.ceil((ends.get(line) - Date.now()) / 60_000);
      const said = line.dataset.left.replace("{length}", inWords(Math.max(minutes, 1)));
      if (line.textContent !== said) line.textContent = said;
      if (minutes < 1) document.querySelector("[data-live]")?.dispatchEvent(new Event("look"));
    }
  }

  if ("timeout" in AbortSignal) keepTheTap();
  setInterval(sayWhatIsLeft, LOOK_MS);
  document.addEventListener("visibilitychange", sayWhatIsLeft);
  document.addEventListener("DOMContentLoaded", sayWhatIsLeft);
})();
