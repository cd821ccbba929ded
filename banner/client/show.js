// Shows the present consent to the visitor and announces it to the page's scripts.

import { announce } from "./dom.js";
import { features } from "./features.js";
import { consent, pending, setConsent, setState, ticked, announced } from "./state.js";
import * as ui from "./ui.js";

/** @type {((consent: Consent) => void)[]} */
const waiting = [];
/** @returns {Promise<Consent>} the next consent that is shown */
export const nextConsent = () => new Promise((resolve) => waiting.push(resolve));

/**
 * Shows a consent, or the banner if nothing is decided, and announces it the first time and whenever it has changed,
 * also if the decision was made on the page before. A consent that is already shown leaves the switches as they are:
 * the visitor may be setting them.
 */
export const show = (now = consent, nowTicked = /** @type {string[]} */ ([])) => {
  const first = !announced;
  const changed = consent.at !== now.at;
  const fresh = first || changed;
  setConsent(now, fresh ? nowTicked : ticked);
  if (fresh) features.extras?.reflect();
  setState(now.state);
  if (now.state === "undecided") ui.showBanner();
  else ui.hideBanner();
  if (first) announce("consent:ready", now);
  if (changed && (!first || pending[0])) announce("consent:change", now);
  for (const done of waiting.splice(0)) done(now);
};
