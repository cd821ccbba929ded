// The global object by which scripts of the page use the banner.

import { attempt } from "./dom.js";
import { decide, showPreferences } from "./decide.js";
import { loadFeature } from "./features.js";
import { nextConsent } from "./show.js";
import { consent } from "./state.js";
import { showBanner } from "./ui.js";

/**
 * Return a method by which scripts of the page decide about one service or several.
 * @param {"allow" | "withdraw"} action
 */
const decideAbout =
  (action) =>
  (/** @type {any} */ ids = DATA.asked) => {
    const list = typeof ids === "string" ? [ids] : attempt(() => [...ids]) || [];
    if (list[0] && list.every((id) => DATA.asked.includes(id))) return decide(action, list, "api");
    // A call that decides nothing is reported to its author and not recorded.
    const rejected = loadFeature("extras").then((extras) => /** @type {Extras} */ (extras).reject(action, ids, list));
    rejected.catch(() => {}); // the console has it, also of who does not wait for the promise
    return rejected;
  };

/** False if the page already has a global of that name; then a feature tells its author. */
export const ownsGlobal = !Object.hasOwn(window, DATA.name);
const api = {
  get: () => consent,
  show: showBanner,
  preferences: showPreferences,
  accept: decideAbout("allow"),
  deny: decideAbout("withdraw"),
  ready: nextConsent(),
};
if (ownsGlobal) /** @type {any} */ (window)[DATA.name] = api;
