// Reloads a page in which something runs that was denied, so that it ends; but not if the visitor would lose input, or
// the page itself. Then a toast says so, and the page is reloaded if the visitor agrees.

import { attempt, html, on } from "../dom.js";
import { hasUnsavedInput } from "./unsaved_input.js";

/** How long to wait for the page's address to answer, and then for the page to be left. */
const PATIENCE = 10_000; // milliseconds

/**
 * Return a function that leaves the page.
 * @param {Host} host @param {() => Promise<Preferences>} preferenceTexts @param {(text: string) => Promise<HTMLElement>} show
 */
export default (host, preferenceTexts, show) => {
  const { keep, kept } = host;
  let leaving = false;
  let asking = false;
  /** @type {HTMLElement | void} */
  let toast;

  /** Return whether something denied may still run; what was granted again meanwhile may go on. */
  const mayRunDenied = () => /^(pending|undecided)$/.test(html().dataset.consent || "");

  const ask = async () => {
    if (!mayRunDenied() || asking || toast?.isConnected) return;
    asking = true;
    toast = await preferenceTexts()
      .then(({ leaving }) => show(leaving))
      .catch(console.error);
    asking = false;
    removeToast();
  };
  const removeToast = () => {
    if (!mayRunDenied()) toast?.remove();
  };
  on("consent:change", removeToast);

  const reload = () => {
    const stays = new AbortController();
    const { signal } = stays;
    const stay = () => {
      if (!signal.aborted) ask();
      stays.abort();
    };
    attempt(() => bypassRouters(signal));
    // The page may ask the visitor whether to leave, and the visitor may choose to stay.
    addEventListener("beforeunload", (event) => (event.defaultPrevented || event.returnValue) && setTimeout(stay), {
      signal,
    });
    setTimeout(stay, PATIENCE);
    host.reload();
  };
  on("click", ({ target }) => {
    if (!toast?.contains(target.closest("[data-consent-action=reload]"))) return;
    toast.remove();
    reload();
  });

  // A vendor may write cookies until the page ends. Without a valid plan the next page starts Python, which erases
  // them.
  addEventListener("pagehide", () => {
    if (!leaving || !mayRunDenied()) return;
    const { record } = kept("plan") || {};
    keep("plan", record ? JSON.stringify({ record }) : "");
  });

  return async () => {
    leaving = true;
    if (host.state().hasInput || hasUnsavedInput(document) || !(await canReload()) || host.state().hasInput) ask();
    else if (mayRunDenied()) reload();
  };
};

/**
 * Keeps the page's router from turning the reload into a navigation of its own.
 * @param {AbortSignal} signal ends that
 */
const bypassRouters = (signal) => {
  const routed = /** @type {any} */ (window).NavigateEvent?.prototype;
  if (!routed) return;
  const { intercept } = routed;
  routed.intercept = () => {};
  signal.addEventListener("abort", () => (routed.intercept = intercept));
};

/**
 * Return whether a reload would give a page: it would not if the address takes only POST, or if the network is down. A
 * slow answer counts as yes.
 */
const canReload = async () => {
  if (!location.protocol.startsWith("http")) return true;
  const [{ responseStatus: before } = /** @type {any} */ ({})] = performance.getEntriesByType("navigation");
  const timeout = new AbortController();
  setTimeout(() => timeout.abort(), PATIENCE);
  try {
    const { ok, status } = await fetch(location.href, {
      cache: "no-cache",
      headers: { accept: "text/html" },
      redirect: "manual",
      signal: timeout.signal,
    });
    timeout.abort(); // the page itself is for the browser to get
    return ok || (status > 0 && status === before);
  } catch {
    return timeout.signal.aborted;
  }
};
