// Switching push on and off on this device; with push.js, which keeps it on.
"use strict";

(() => {
  const ASKED = "push-asked";

  const { subscribe, remember, drop, told } = window.steadyPush;

  // The service asks for the password before it adds a device. Nothing is held meanwhile: what the list does not know
  // would be dropped by the next page. Back from the question, it goes on by itself, once.
  async function leadToQuestion(form, held) {
    await drop(held);
    sessionStorage.setItem(ASKED, "yes");
    window.location.assign(form.dataset.ask);
  }

  async function notifyHere(form, isBack) {
    const allowed = (await Notification.requestPermission()) === "granted";
    form.querySelector("[data-push-denied]").hidden = allowed;
    if (!allowed) return;
    try {
      const worker = await navigator.serviceWorker.register(form.dataset.worker);
      await navigator.serviceWorker.ready;
      const held = await subscribe(worker);
      const answer = await fetch(form.action, { method: "POST", body: told(new FormData(form), held) });
      if (answer.status === 403 && !isBack) {
        await leadToQuestion(form, held);
        return;
      }
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      await remember(held);
      window.location.reload();
    } catch {
      form.querySelector("[data-push-failed]").hidden = false;
    }
  }

  function offerPush() {
    const form = document.querySelector("[data-push]");
    if (!form) return;
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      notifyHere(form, false);
    });
    if (sessionStorage.getItem(ASKED)) {
      sessionStorage.removeItem(ASKED);
      notifyHere(form, true);
    }
  }

  async function forgetHere() {
    const worker = await navigator.serviceWorker.getRegistration();
    await drop(await worker?.pushManager.getSubscription());
  }

  function start() {
    if (!("serviceWorker" in navigator) || !("PushManager" in window)) return;
    offerPush();
    document.querySelector("[data-forget-push]")?.addEventListener("submit", forgetHere);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
