// The hint at the home screen: where the browser can install the service itself, one button does.
"use strict";

window.addEventListener("beforeinstallprompt", (event) => {
  const button = document.querySelector("[data-install]");
  if (!button) return;
  event.preventDefault();
  button.hidden = false;
  button.addEventListener("click", () => {
    event.prompt();
    button.form.requestSubmit();
  });
});
