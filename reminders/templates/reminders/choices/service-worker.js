// Shows pushes, renews what they come by, leads to their page, and says so when there is no network. It keeps no page of
// any person.
"use strict";

const OFFLINE = "{% url 'offline' %}";
// The style sheets and fonts are those of templates/steady/styles.html and of the numbers to call; the script leaves
// without network too.
const KEPT = [
  "{% static 'vendor/pico/pico.min.css' %}",
  "{% static 'steady/fonts.css' %}",
  "{% static 'vendor/source-sans-3/source-sans-3-latin-400-normal.woff2' %}",
  "{% static 'vendor/source-sans-3/source-sans-3-latin-600-normal.woff2' %}",
  "{% static 'steady/tokens.css' %}",
  "{% static 'steady/dark.css' %}",
  "{% static 'steady/pico.css' %}",
  "{% static 'steady/page.css' %}",
  "{% static 'steady/type.css' %}",
  "{% static 'steady/frame.css' %}",
  "{% static 'steady/buttons.css' %}",
  "{% static 'steady/lists.css' %}",
  "{% static 'steady/help.css' %}",
  "{% static 'steady/icon.svg' %}",
  "{% static 'steady/icons.svg' %}",
  "{% static 'steady/steady.js' %}",
];
// The names carry fingerprints, so a release with other files, or other numbers to call, is another cache.
const CACHE = ["steady", "{% mark_of_numbers %}", ...KEPT].join(" ");
const ICON = "{% static 'steady/icon-192.png' %}";
const BADGE = "{% static 'steady/badge-96.png' %}";
// The key by which the push service knows us; empty where push is not set up.
const KEY = "{{ push_key }}";
const RENEW = "{% url 'push_renew' %}";
// The subscription that we were last told of, written here and by the page: some browsers do not say which one is over.
const HELD = "steady-device";

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll(KEPT);
  // Without cookies: the page as everyone sees it.
  await cache.put(OFFLINE, await fetch(OFFLINE, { credentials: "omit" }));
}

async function forgetOld() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => ![CACHE, HELD].includes(name)).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function pageOrOffline(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

async function fileOrKept(request) {
  return (await caches.match(request)) ?? fetch(request);
}

// Whatever comes, something neutral is shown: a push without a notification is not allowed.
function read(event) {
  try {
    return event.data.json();
  } catch {
    return {};
  }
}

function show(event) {
  const { title = "·", path = "/today/", tag = "", lang = "" } = read(event);
  return self.registration.showNotification(title, { tag, lang, icon: ICON, badge: BADGE, data: { path } });
}

function bytes(base64url) {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

async function lastHeld(event) {
  return event.oldSubscription?.toJSON() ?? (await (await caches.match("/held", { cacheName: HELD }))?.json());
}

function subscribe() {
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(KEY) });
}

// Sent without cookies: the old subscription's secret is the permission, whoever is signed in.
async function renew(event) {
  const old = await lastHeld(event);
  if (!old || !KEY) return;
  const fresh = event.newSubscription ?? (await subscribe());
  const { endpoint, keys } = fresh.toJSON();
  const told = { old_endpoint: old.endpoint, old_auth: old.keys.auth, endpoint, ...keys };
  const answer = await fetch(RENEW, { method: "POST", body: new URLSearchParams(told), credentials: "omit" });
  // Switched off meanwhile, or signed out: it stays so.
  if (answer.status === 404) await fresh.unsubscribe();
  if (answer.ok) await (await caches.open(HELD)).put("/held", new Response(JSON.stringify(fresh)));
}

async function openPage(path) {
  // Only a path of ours; the page itself asks for sign-in.
  const url = new URL(path, self.location.origin);
  if (url.origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: "window" });
  for (const open of windows) {
    try {
      await open.navigate(url.href);
      await open.focus();
      return;
    } catch {
      // A window that this worker does not control, or that may not come to the front: try the next, or a new one.
    }
  }
  await self.clients.openWindow(url.href);
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep());
});
self.addEventListener("activate", (event) => event.waitUntil(forgetOld()));
self.addEventListener("push", (event) => event.waitUntil(show(event)));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage(event.notification.data?.path ?? "/today/"));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  // A form that cannot be sent is left to the browser, which keeps what was typed.
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(pageOrOffline(request));
  else if (KEPT.includes(new URL(request.url).pathname)) event.respondWith(fileOrKept(request));
});
