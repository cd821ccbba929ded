// The bridge between Python and the page: the list of all methods that Python may call, with the names of
// banner/browser/page.py. Nothing in the page can reach it, and no method takes an address or code.

import { marshal } from "./marshal.js";
import { doc, html, writeCookie } from "./dom.js";
import { formatMoment } from "./moment.js";
import { ask } from "./server.js";
import { deleteNames, listNames } from "./storage_areas.js";

/**
 * @param {Page} page @param {Extras} extras
 * @param {(notify: () => void) => void} listen takes the function that tells Python of decisions
 */
export default ({ host, activate, show, deactivate }, extras, listen) => {
  const { keep, keepPending, kept, siteUrl, spare, state } = host;

  const endpointUrl = (/** @type {Endpoint} */ name) => siteUrl(SERVER + name);

  /** @type {SyncMethods<Bridge>} */
  const syncMethods = {
    now: () => Date.now(),
    time_origin: () => Math.floor(performance.timeOrigin),
    format_time: (at) => formatMoment(at, state().said.language),
    shown: () => [state().said.language, state().said.notice_hash],
    gpc: () => !!navigator.globalPrivacyControl,
    account: () => html().dataset.consentAccount || "",
    spare,
    claim: () => {
      keep("owner", JSON.stringify([spare()[0], host.data.revision]), "");
    },
    read_cookies: () => doc.cookie,
    write_cookies: (cookies) => {
      for (const cookie of cookies) writeCookie(cookie);
    },
    pending: () => state().pending,
    forget_pending: (count) => {
      const { pending } = state();
      pending.splice(0, count);
      keepPending(pending);
      // Decisions that Python has dropped change nothing, so the page shows what it showed before.
      if (!pending.length) show();
    },
    active: () => state().active,
    active_items: extras.openedEmbeds,
    write_storage: (key, text) => keep(key, text) ?? null,
    read_storage: kept,
    activate,
    deactivate,
    show: (consent, ticked) => show(consent, ticked),
    send: extras.send,
    toast: extras.toast,
    wants_history: extras.historyWanted,
    show_history: extras.showHistory,
    leave: () => {
      extras.leavePage();
    },
  };

  /** @type {AsyncMethods<Bridge>} */
  const asyncMethods = {
    fetch_account: (record) => ask(endpointUrl("account"), record === null ? null : { record }),
    fetch_history: () => ask(endpointUrl("history"), null),
    list_storage: listNames,
    delete_storage: deleteNames,
  };

  return marshal(syncMethods, asyncMethods, { listen });
};
