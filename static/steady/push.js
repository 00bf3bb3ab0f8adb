// Push on this device: keeping it on. Nothing here is needed to read or to choose.
"use strict";

(() => {
  const { key, look, signIn } = document.currentScript.dataset;
  const DAY_MS = 24 * 3600 * 1000;
  const LOOKED = "push-looked";
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

  // For the page on which it is switched on and off: see push-settings.js.
  window.steadyPush = { subscribe, remember, drop, told };

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
    lookOnceADay();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
