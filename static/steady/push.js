// Push on this device: switching it on, and keeping it on. Nothing here is needed to read or to choose.
"use strict";

(() => {
  const { key, look, signIn } = document.currentScript.dataset;
  const DAY_MS = 24 * 3600 * 1000;
  const LOOKED = "push-looked";
  const ASKED = "push-asked";
  // What the service worker proves this device with, where its browser does not tell it: see service-worker.js.
  const HELD = "steady-device";

  function bytes(base64url) {
    const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  }

  function subscribe(worker) {
    return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  }

  async function remember(held) {
    const kept = await caches.open(HELD);
    await kept.put("/held", new Response(JSON.stringify(held)));
  }

  async function drop(held) {
    await caches.delete(HELD);
    await held?.unsubscribe();
  }

  function told(body, held) {
    const { endpoint, keys } = held.toJSON();
    Object.entries({ endpoint, ...keys }).forEach(([name, value]) => body.set(name, value));
    return body;
  }

  // Switching on and off, on the settings page

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

  // Keeping it on: once a day for each sign-in, on the first page that is opened

  function isStale(held) {
    const soon = Date.now() + DAY_MS;
    const made = held.options?.applicationServerKey;
    const isForeign = made && new Uint8Array(made).toString() !== bytes(key).toString();
    return (held.expirationTime ?? soon) < soon || isForeign;
  }

  async function ask(field, held) {
    const body = new FormData();
    body.set(field.name, field.value);
    const answer = await fetch(look, { method: "POST", body: held ? told(body, held) : body });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    return (await answer.json()).advice;
  }

  async function follow(advice, held) {
    if (advice === "stop") await drop(held);
    else if (held) await remember(held);
  }

  async function lookAfter(worker, field) {
    const held = await worker.pushManager.getSubscription();
    const advice = await ask(field, held);
    await follow(advice, held);
    if (advice === "stop" || (advice === "keep" && !(held && isStale(held)))) return;
    await held?.unsubscribe();
    const fresh = await subscribe(worker);
    await follow(await ask(field, fresh), fresh);
  }

  async function lookOnceADay() {
    const field = document.querySelector("[name=csrfmiddlewaretoken]");
    const today = `${signIn} ${new Date().toDateString()}`;
    if (!field || Notification.permission !== "granted" || sessionStorage.getItem(LOOKED) === today) return;
    const worker = await navigator.serviceWorker.getRegistration();
    if (!worker) return;
    try {
      await lookAfter(worker, field);
      sessionStorage.setItem(LOOKED, today);
    } catch {
      // No connection, or no push service: the next page tries again.
    }
  }

  function start() {
    if (!("serviceWorker" in navigator) || !("PushManager" in window)) return;
    offerPush();
    document.querySelector("[data-forget-push]")?.addEventListener("submit", forgetHere);
    lookOnceADay();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
