// Shows pushes, leads to their page, and says so when there is no network. It keeps no page of any person.
"use strict";

const OFFLINE = "{% url 'offline' %}";
// The style sheets are those of templates/steady/styles.html.
const KEPT = [
  "{% static 'vendor/pico/pico.min.css' %}",
  "{% static 'steady/tokens.css' %}",
  "{% static 'steady/dark.css' %}",
  "{% static 'steady/pico.css' %}",
  "{% static 'steady/page.css' %}",
  "{% static 'steady/type.css' %}",
  "{% static 'steady/frame.css' %}",
  "{% static 'steady/buttons.css' %}",
  "{% static 'steady/icon.svg' %}",
];
// The names carry fingerprints, so a release with other files is another cache.
const CACHE = ["steady", ...KEPT].join(" ");
const ICON = "{% static 'steady/icon-192.png' %}";
const BADGE = "{% static 'steady/badge-96.png' %}";

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll(KEPT);
  // Without cookies: the page as everyone sees it.
  await cache.put(OFFLINE, await fetch(OFFLINE, { credentials: "omit" }));
}

async function forgetOld() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
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
