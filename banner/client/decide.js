// Takes the visitor's decisions: by buttons of the banner and of the page, and by Escape.

import { on } from "./dom.js";
import { isMeantFor } from "./escape_key.js";
import { python, loadFeature } from "./features.js";
import { retry } from "./retry.js";
import { nextConsent } from "./show.js";
import { pending, said, setState, shown } from "./state.js";
import * as storage from "./storage.js";
import * as ui from "./ui.js";

/**
 * Takes a decision: hides the banner in the same frame, keeps the decision in storage, and has Python record it.
 * @param {Action} action @param {string[]} services @param {string} source where it was made
 */
export const decide = (action, services, source) => {
  ui.hide();
  setState("pending");
  const at = Date.now();
  const id = at + `${Math.random()}`.slice(2);
  pending.push({
    id,
    action,
    services,
    at,
    source,
    revision: DATA.revision,
    notice_hash: said.notice_hash,
    language: said.language,
  });
  storage.keepPending(pending);
  retry();
  python();
  return nextConsent();
};

/** Denies everything if nothing is decided yet, and otherwise only closes. @param {string} source */
const dismiss = (source) => {
  if (shown === "undecided") decide("dismiss", [], source);
  else ui.hide();
};

export const showPreferences = () => loadFeature("extras").then((extras) => extras?.preferences());

// They may stand in a shadow tree of the page.
const BUTTONS = "[data-consent-action],[data-consent-open]";

on("click", (event) => {
  const button = event.composedPath().find((/** @type {any} */ node) => node.matches?.(BUTTONS));
  if (!button) return;
  event.preventDefault();
  // Routers follow a link that is ours all the same.
  if (button.href) event.stopImmediatePropagation();
  const action = button.dataset.consentAction ?? "preferences";
  const source = button.closest(ui.OWN_LAYERS)?.id.slice("consent-".length) || "page";
  if (action === "preferences") showPreferences();
  else if (action === "dismiss") dismiss(source);
  else if (action === "accept-all") decide(action, DATA.asked, source);
  else if (action === "deny-all") decide(action, [], source);
  else loadFeature("extras").then((extras) => extras?.press(button, source)); // whoever shows switches has come
});

// What the page does with a key comes first.
on(
  "keydown",
  (event) => {
    if (!ui.isAsking()) return;
    ui.enter(event);
    if (isMeantFor(event, ui.banner)) dismiss("banner");
  },
  true,
);
