// The door between Python and the page: the list of what Python may have the page do, by the names of
// banner/browser/page.py. No name of the page leads here, and nothing here takes an address or code.

import { crossing } from "./crossing.js";
import { doc, html } from "./dom.js";
import { ask } from "./server.js";
import { drop, listed } from "./stores.js";

/** @param {Required<Kit>} kit all that the parts have brought @param {(ear: () => void) => void} listen what is done with Python's ear */
export default (kit, listen) => {
  const { clicks, data, sites } = kit;
  const { keep, keepClicks, kept } = kit.store;

  const atOnce = {
    now: () => Date.now(),
    began: () => Math.floor(performance.timeOrigin),
    moment: (/** @type {number} */ at) =>
      new Date(at).toLocaleString(data.language, { dateStyle: "long", timeStyle: "short" }),
    shown: () => [data.language, data.texts],
    gpc: () => !!navigator.globalPrivacyControl,
    account: () => html.dataset.consentAccount || "",
    jar: () => doc.cookie,
    write_cookies(/** @type {string[]} */ cookies) {
      for (const cookie of cookies) doc.cookie = cookie;
    },
    clicks: () => clicks,
    recorded(/** @type {number} */ count) {
      clicks.splice(0, count);
      keepClicks(clicks);
      // A click that was no answer leaves everything as it was.
      if (!clicks.length) kit.show();
    },
    opened: () => kit.opened(),
    items: () => kit.items(),
    keep,
    kept,
    open: (/** @type {string[]} */ ids) => kit.open(ids),
    revoke: (/** @type {string[]} */ ids) => kit.close(ids),
    show: (/** @type {Answer} */ answer, /** @type {string[]} */ ticked) => kit.show(answer, ticked),
    send: (/** @type {Entry} */ entry) => kit.send(entry),
    notice: (/** @type {string} */ html) => kit.notice(html),
    wants_history: () => kit.wanted(),
    show_history: (/** @type {string} */ html) => kit.history(html),
    leave: () => {
      kit.leave();
    },
  };

  const inTime = {
    ask_account: (/** @type {string | null} */ record) =>
      ask(sites(SERVER + "account"), record === null ? null : { record }),
    ask_history: () => ask(sites(SERVER + "history"), null),
    listed,
    drop,
  };

  return crossing(atOnce, inTime, { listen });
};
