// What page scripts call us by.

import { attempt } from "./dom.js";
import { decide, showDialog } from "./decide.js";
import { run } from "./features.js";
import { next } from "./show.js";
import { consent } from "./state.js";
import { showBanner } from "./ui.js";

/** What a page's script decides, about one service or several. @param {"allow" | "withdraw"} action */
const decider =
  (action) =>
  (/** @type {any} */ ids = DATA.asked) => {
    const list = typeof ids === "string" ? [ids] : attempt(() => [...ids]) || [];
    if (list[0] && list.every((id) => DATA.asked.includes(id))) return decide(action, list, "api");
    // What decides nothing is recorded as nothing, and told.
    const told = run("extras").then((extras) => /** @type {Extras} */ (extras).slip(action, ids, list));
    told.catch(() => {}); // the console has it, also of who does not wait for the promise
    return told;
  };

/** Where the page has one of that name, its author is told so by a feature. */
export const named = !Object.hasOwn(window, DATA.name);
const api = {
  get: () => consent,
  show: showBanner,
  preferences: showDialog,
  accept: decider("allow"),
  deny: decider("withdraw"),
  ready: next(),
};
if (named) Object.assign(window, { [DATA.name]: api });
