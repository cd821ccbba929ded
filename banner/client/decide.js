// What the visitor decides, with the buttons of the banner and of the page, and by Escape.

import { all, html, on } from "./dom.js";
import { meant } from "./escape_key.js";
import { python, run } from "./features.js";
import { retry } from "./retry.js";
import { next } from "./show.js";
import { pending, said, setState } from "./state.js";
import * as store from "./storage.js";
import * as ui from "./ui.js";

/**
 * The visitor decided: out of the way in this very frame, kept in storage, then Python's.
 * @param {Action} action @param {string[]} services @param {string} source
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
  store.keepPending(pending);
  retry();
  python();
  return next();
};

/** The X denies where nothing is decided, and else it changes nothing, as its name says. @param {string} source */
const dismiss = (source) => {
  if (html.dataset.consent === "undecided") decide("dismiss", [], source);
  else ui.hide();
};

export const showDialog = () => run("extras").then((extras) => extras?.preferences());

on("click", (event) => {
  const button = event.target.closest("[data-consent-action],[data-consent-open]");
  if (!button) return;
  event.preventDefault();
  const action = button.dataset.consentAction ?? "preferences";
  const source = button.closest(ui.OURS)?.id.slice("consent-".length) || "page";
  if (action === "preferences") showDialog();
  else if (action === "dismiss") dismiss(source);
  else if (action === "accept-all") decide(action, DATA.asked, source);
  else if (action === "deny-all") decide(action, [], source);
  else run("extras").then((extras) => extras?.press(button, source)); // whoever shows switches has come
});

on("keydown", (event) => {
  if (ui.asks() && meant(event, all("#consent-banner")[0])) dismiss("banner");
});
