// Fresh notices, and push on this device. Nothing here is needed to read or to choose.
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
    document.addEventListener("click", markOpened);
  }

  // A notice that is opened is read. Sent beside the way there, which does not wait for it.
  function markOpened(event) {
    const link = event.target.closest("a[data-notice]");
    const key = document.querySelector("[data-fresh] [name=csrfmiddlewaretoken]");
    if (!link || !key) return;
    const body = new FormData();
    body.set(key.name, key.value);
    navigator.sendBeacon(link.dataset.notice, body);
  }

  function bytes(base64url) {
    const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  }

  async function subscription(form) {
    const worker = await navigator.serviceWorker.register(form.dataset.worker);
    await navigator.serviceWorker.ready;
    const options = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) };
    return worker.pushManager.subscribe(options);
  }

  async function send(form, { endpoint, keys }) {
    const body = new FormData(form);
    Object.entries({ endpoint, ...keys }).forEach(([name, value]) => body.set(name, value));
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok) throw new Error(answer.statusText);
  }

  async function notifyHere(form) {
    const allowed = (await Notification.requestPermission()) === "granted";
    form.querySelector("[data-push-denied]").hidden = allowed;
    if (!allowed) return;
    try {
      await send(form, (await subscription(form)).toJSON());
      window.location.reload();
    } catch {
      form.querySelector("[data-push-failed]").hidden = false;
    }
  }

  function offerPush() {
    const form = document.querySelector("[data-push]");
    if (!form || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      notifyHere(form);
    });
  }

  async function forgetHere() {
    const worker = await navigator.serviceWorker?.getRegistration();
    await (await worker?.pushManager.getSubscription())?.unsubscribe();
  }

  function start() {
    keepNoticesFresh();
    offerPush();
    document.querySelector("[data-forget-push]")?.addEventListener("submit", forgetHere);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
