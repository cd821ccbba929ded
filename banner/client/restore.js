// What an earlier decision allows becomes active, before anything of ours is shown or waited for.

import { doc, html } from "./dom.js";
import * as gate from "./activate.js";
import { NONE, pending, record, recordChanged, setState } from "./state.js";
import * as store from "./storage.js";

/** The account that the page names. */
const account = html.dataset.consentAccount;

/**
 * What the cookie and the plan say now: the plan where it holds, and whether Python has to be asked.
 * @returns {Found}
 */
export const stored = () => {
  const plan = store.plan();
  const now = Date.now();
  recordChanged();
  const ground = () => [DATA.build, record, account, !!navigator.globalPrivacyControl].join();
  const holds = plan?.ground === ground() && plan.start <= now && plan.end > now;
  // Without a cookie there may still be a consent: in the account, or in storage where the browser ended the cookie.
  const elsewhere = account?.includes(".") || /** @type {any} */ (plan)?.lost <= now;
  const doubt = pending[0] || (record ? !holds : elsewhere);
  if (doubt) setState("pending");
  return !doubt && holds ? plan : { doubt, services: [], consent: NONE };
};

export const restore = () => {
  const found = stored();
  gate.open(found.services);
  return found;
};

/** A page that is made ready before anybody sees it activates nothing yet, and does not know the latest consent. */
export const early = doc.prerendering ? undefined : restore();
