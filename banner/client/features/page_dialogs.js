// While a dialog of the page is modal, all else is dead: what asks stands in there for that time.

import { atMiddle, on, queryAll } from "../dom.js";

const EVENTS = ["toggle", "close", "focusin"];

/** @param {Host} host */
export default ({ settle }) => {
  const follow = () => {
    if (!queryAll("consent-ui")[0]) return;
    const banner = queryAll("#consent-banner:not([hidden])")[0];
    const open = banner && queryAll("dialog:modal:not(#consent-preferences,#consent-opt-out)").pop();
    settle(open);
    if (open && covered(banner)) raise(banner);
  };
  for (const event of EVENTS) on(event, follow);
  follow();
};

/** Whether something lies over the middle of *banner*. @param {HTMLElement} banner */
const covered = (banner) => {
  const top = atMiddle(banner);
  return top !== null && !banner.contains(top);
};

/** What opened last is on top. @param {HTMLElement} banner */
const raise = (banner) => {
  banner.togglePopover?.(false);
  banner.togglePopover?.(true);
};
