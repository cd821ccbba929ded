// What the page and the visitor are told of the present consent.

import { announce } from "./dom.js";
import { features } from "./features.js";
import { consent, pending, setConsent, setState, switchedOn, told } from "./state.js";
import * as ui from "./ui.js";

/** @type {((consent: Consent) => void)[]} */
const waiting = [];
/** @returns {Promise<Consent>} the next consent that is told */
export const next = () => new Promise((resolve) => waiting.push(resolve));

/**
 * Shows what the consent is, or asks, and tells the page's scripts: the first time, and of a change, which may have been
 * decided on the page before. What was shown already leaves the switches alone: the visitor may be setting them.
 */
export const show = (now = consent, on = /** @type {string[]} */ ([])) => {
  const first = !told;
  const other = consent.at !== now.at;
  const fresh = first || other;
  setConsent(now, fresh ? on : switchedOn);
  if (fresh) features.extras?.reflect();
  setState(now.state);
  if (now.state === "undecided") ui.showBanner();
  else ui.hideBanner();
  if (first) announce("consent:ready", now);
  if (other && (!first || pending[0])) announce("consent:change", now);
  for (const done of waiting.splice(0)) done(now);
};
