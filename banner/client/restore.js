// Activates what an earlier decision allows, before anything is shown or waited for.

import { doc, html } from "./dom.js";
import { activate } from "./activate.js";
import { UNDECIDED, pending, record, recordChanged, setState } from "./state.js";
import * as storage from "./storage.js";

/** The account that the page names, and the id of its latest decision. */
const account = html().dataset.consentAccount;

/**
 * Return the plan if it holds for the cookie as it is now, and else an empty one that tells whether Python has to
 * decide.
 * @returns {FoundPlan}
 */
export const findPlan = () => {
  const plan = storage.readPlan();
  const now = Date.now();
  recordChanged();
  const ground = () => [DATA.build, record, account, !!navigator.globalPrivacyControl].join();
  const holds = plan?.ground === ground() && plan.start <= now && plan.end > now;
  // Without a cookie there may be a consent in the account, or in storage if the browser has dropped the cookie.
  const mayBeElsewhere = account?.includes(".") || /** @type {any} */ (plan)?.lost <= now;
  const needsPython = pending[0] || (record ? !holds : mayBeElsewhere);
  if (needsPython) setState("pending");
  return !needsPython && holds ? plan : { needsPython, services: [], consent: UNDECIDED };
};

export const restore = () => {
  const found = findPlan();
  activate(found.services);
  return found;
};

/**
 * The plan that was activated at once. A prerendered page activates nothing before it is shown: a decision may follow.
 */
export const restored = doc.prerendering ? undefined : restore();
