// Two take turns: the phone stays lit between them, the other one's page follows soon, and a chime can say that a while
// has passed. Without this a link looks again, and nothing sounds.
"use strict";

(() => {
  const LOOK_MS = 4000;
  const MINUTE_MS = 60_000;
  // There once somebody has asked for it; kept by this page alone.
  let sound = null;
  let waits;
  let waitsOn;

  const step = () => document.querySelector("[data-step]");

  function play() {
    if (!sound) return;
    const [tone, loudness] = [sound.createOscillator(), sound.createGain()];
    loudness.gain.setValueAtTime(0.25, sound.currentTime);
    loudness.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 3);
    tone.frequency.value = 528;
    tone.connect(loudness).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 3);
  }

  // A page that asks anew and finds the same step goes on with it.
  function arrive() {
    const button = document.querySelector("[data-chime]");
    button?.toggleAttribute("hidden", !("AudioContext" in window));
    button?.setAttribute("aria-pressed", sound !== null);
    if (step()?.dataset.step === waitsOn) return;
    clearTimeout(waits);
    waitsOn = step()?.dataset.step;
    if (step()) waits = setTimeout(play, step().dataset.minutes * MINUTE_MS);
  }

  function turnChime() {
    if (sound) sound.close();
    sound = sound ? null : new AudioContext();
    arrive();
  }

  async function stayLit() {
    if (!document.hidden) await navigator.wakeLock?.request("screen").catch(() => {});
  }

  function look() {
    if (!document.hidden) document.querySelector("[data-live]")?.dispatchEvent(new Event("look"));
  }

  // A tap that led elsewhere, such as to signing in, leads there as a whole.
  function leadOn(event) {
    const { target, xhr } = event.detail;
    if (target?.id !== "live" || xhr.status !== 200 || xhr.response.includes('class="turn')) return;
    event.detail.shouldSwap = false;
    window.location.reload();
  }

  document.addEventListener("click", (event) => event.target.closest("[data-chime]") && turnChime());
  document.addEventListener("visibilitychange", stayLit);
  document.addEventListener("htmx:beforeSwap", leadOn);
  document.addEventListener("htmx:afterSettle", arrive);
  document.addEventListener("DOMContentLoaded", arrive);
  setInterval(look, LOOK_MS);
  stayLit();
})();
