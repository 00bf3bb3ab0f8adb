"""A browser that subscribes to pushes, where the push service itself is far away."""

from __future__ import annotations

from reminders.models import PushDevice
from tests.reminders.channels.pushservice import Browser

PAGE = "/settings/reminders/"
# A browser whose push service is far away: what it holds, and what it gets when it subscribes anew.
STANDING_IN = """([held, fresh]) => {
  const subscription = ({ endpoint, p256dh, auth }, key) => ({
    expirationTime: null, options: { applicationServerKey: new Uint8Array(key).buffer },
    toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
    unsubscribe: async () => { (self.dropped ??= []).push(endpoint); current = null; return true },
  })
  let current = held && subscription(held, [1, 2, 3])
  PushManager.prototype.getSubscription = async () => current
  PushManager.prototype.subscribe = async ({ applicationServerKey }) =>
    (current = subscription(fresh, [...applicationServerKey]))
}"""
OLD, NEW = Browser("old"), Browser("new")


def endpoints() -> list[str]:
    return [device.endpoint for device in PushDevice.objects.all()]
