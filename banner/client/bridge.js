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
    time_origin: () => Math.floor(performance.timeOrigin),
    format_time: (at) => new Date(at).toLocaleString(state().said.language, { dateStyle: "long", timeStyle: "short" }),
    shown: () => [state().said.language, state().said.notice_hash],
    gpc: () => !!navigator.globalPrivacyControl,
    account: () => html.dataset.consentAccount || "",
    read_cookies: () => doc.cookie,
    write_cookies: (cookies) => {
      for (const cookie of cookies) doc.cookie = cookie;
    },
    pending: () => state().pending,
    forget_pending: (count) => {
      const { pending } = state();
      pending.splice(0, count);
      keepPending(pending);
      // What was no decision leaves everything as it was.
      if (!pending.length) show();
    },
    active: () => state().active,
    active_items: extras.items,
    write_storage: (key, text) => keep(key, text) ?? null,
    read_storage: kept,
    activate: open,
    deactivate: close,
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
    fetch_account: (record) => ask(server("account"), record === null ? null : { record }),
    fetch_history: () => ask(server("history"), null),
    list_storage: listed,
    delete_storage: drop,
  };

  return crossing(atOnce, inTime, { listen });
};
