// The door between Python and the page: the list of what Python may have the page do, by the names of
// banner/browser/page.py. No name of the page leads here, and nothing here takes an address or code.

import { crossing } from "./marshal.js";
import { doc, html } from "./dom.js";
import { ask } from "./server.js";
import { drop, listed } from "./storage_areas.js";

/** @param {Page} page @param {Extras} extras @param {(ear: () => void) => void} listen what is done with Python's ear */
export default ({ host, open, show, close }, extras, listen) => {
  const { keep, keepPending, kept, sites, state } = host;

  const server = (/** @type {Endpoint} */ name) => sites(SERVER + name);

  /** @type {AtOnce<Bridge>} */
  const atOnce = {
    now: () => Date.now(),
    began: () => Math.floor(performance.timeOrigin),
    moment: (at) => new Date(at).toLocaleString(state().said.language, { dateStyle: "long", timeStyle: "short" }),
    shown: () => [state().said.language, state().said.notice_hash],
    gpc: () => !!navigator.globalPrivacyControl,
    account: () => html.dataset.consentAccount || "",
    jar: () => doc.cookie,
    write_cookies: (cookies) => {
      for (const cookie of cookies) doc.cookie = cookie;
    },
    clicks: () => state().pending,
    recorded: (count) => {
      const { pending } = state();
      pending.splice(0, count);
      keepPending(pending);
      // What was no decision leaves everything as it was.
      if (!pending.length) show();
    },
    opened: () => state().active,
    items: extras.items,
    keep: (key, text) => keep(key, text) ?? null,
    kept,
    open,
    revoke: close,
    show: (consent, ticked) => show(consent, ticked),
    send: extras.send,
    toast: extras.toast,
    wants_history: extras.wanted,
    show_history: extras.history,
    leave: () => {
      extras.leave();
    },
  };

  /** @type {InTime<Bridge>} */
  const inTime = {
    ask_account: (record) => ask(server("account"), record === null ? null : { record }),
    ask_history: () => ask(server("history"), null),
    listed,
    drop,
  };

  return crossing(atOnce, inTime, { listen });
};
