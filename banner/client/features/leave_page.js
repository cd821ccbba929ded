// Leaves a page in which something runs that was denied, for the same page without it; but not at the price of what
// the visitor has entered or found there: then the page stays, says so, and is left once the visitor agrees, or goes on.

import { attempt, html, on } from "../dom.js";
import { entered } from "./unsaved_input.js";

/** How long the page's address, and then the next page, is waited for. */
const PATIENCE = 10_000; // milliseconds

/** Gives what leaves. @param {Host} host @param {() => Promise<Preferences>} said @param {(text: string) => Promise<HTMLElement>} show */
export default (host, said, show) => {
  const { keep, kept } = host;
  let leaving = false;
  let asking = false;
  /** @type {HTMLElement | void} */
  let toast;

  /** Whether something may run here that was denied: what was granted again meanwhile need not end. */
  const waits = () => /^(pending|undecided)$/.test(html.dataset.consent || "");

  const ask = async () => {
    if (!waits() || asking || toast?.isConnected) return;
    asking = true;
    toast = await said()
      .then(({ leaving }) => show(leaving))
      .catch(console.error);
    asking = false;
    end();
  };
  const end = () => {
    if (!waits()) toast?.remove();
  };
  on("consent:change", end);

  const go = () => {
    const stays = new AbortController();
    const { signal } = stays;
    const stay = () => {
      if (!signal.aborted) ask();
      stays.abort();
    };
    attempt(() => bypassRouters(signal));
    // The page may have its own question to the visitor, who may answer to stay.
    addEventListener("beforeunload", (event) => (event.defaultPrevented || event.returnValue) && setTimeout(stay), {
      signal,
    });
    setTimeout(stay, PATIENCE);
    host.reload();
  };
  on("click", ({ target }) => {
    if (!toast?.contains(target.closest("[data-consent-action=reload]"))) return;
    toast.remove();
    go();
  });

  // What a vendor writes until the very end is erased by the page that follows, if that has to ask Python.
  addEventListener("pagehide", () => {
    if (!leaving || !waits()) return;
    const { record } = kept("plan") || {};
    keep("plan", record ? JSON.stringify({ record }) : "");
  });

  return async () => {
    leaving = true;
    if (host.state().touched || entered(document) || !(await comesBack()) || host.state().touched) ask();
    else if (waits()) go();
  };
};

/** No router of the page can make one of its own pages of this, until *signal*. @param {AbortSignal} signal */
const bypassRouters = (signal) => {
  const routed = /** @type {any} */ (window).NavigateEvent?.prototype;
  if (!routed) return;
  const { intercept } = routed;
  routed.intercept = () => {};
  signal.addEventListener("abort", () => (routed.intercept = intercept));
};

/**
 * Whether the page's address gives a page, as it did this one: not where only a POST is taken, or there is no network.
 * One that takes its time is taken to be there.
 */
const comesBack = async () => {
  if (!location.protocol.startsWith("http")) return true;
  const [{ responseStatus: before } = /** @type {any} */ ({})] = performance.getEntriesByType("navigation");
  const enough = new AbortController();
  setTimeout(() => enough.abort(), PATIENCE);
  try {
    const { ok, status } = await fetch(location.href, {
      cache: "no-cache",
      headers: { accept: "text/html" },
      redirect: "manual",
      signal: enough.signal,
    });
    enough.abort(); // the page itself is for the browser to get
    return ok || (status > 0 && status === before);
  } catch {
    return enough.signal.aborted;
  }
};
