// What an earlier answer opens. It runs before anything else of ours: what may load does not wait for the rest.

import { doc, html } from "./dom.js";
import * as gate from "./gate.js";
import * as store from "./store.js";

/** @type {Answer} */
export const NONE = { state: "undecided", granted: [], refused: [] };
export const clicks = store.clicks();
/** The account that the page names. */
const account = html.dataset.consentAccount;
/** The record that was last seen. @type {string | undefined} */
let record;

/** @param {string} state */
export const mark = (state) => (html.dataset.consent = state);

/** Takes note of the record: whether it is another one than was last seen. */
export const news = () => record !== (record = store.records());

/**
 * What the cookie and the plan say now: the plan where it holds, and whether Python has to be asked.
 * @returns {Found}
 */
export const look = () => {
  const plan = store.plan();
  const now = Date.now();
  news();
  const ground = () => [DATA.build, record, account, !!navigator.globalPrivacyControl].join();
  const holds = plan?.ground === ground() && plan.start <= now && plan.end > now;
  // Without a cookie there may still be an answer: in the account, or in storage where the browser ended the cookie.
  const elsewhere = account?.includes(".") || /** @type {any} */ (plan)?.lost <= now;
  const doubt = clicks[0] || (record ? !holds : elsewhere);
  if (doubt) mark("pending");
  return !doubt && holds ? plan : { doubt, services: [], answer: NONE };
};

export const replay = () => {
  const found = look();
  gate.open(found.services);
  return found;
};

/** A page that is made ready before anybody sees it opens nothing yet, and does not know the latest answer. */
export const early = doc.prerendering ? undefined : replay();
