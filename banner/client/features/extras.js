// The feature extras: what only some pages need, and what Python needs.

import { queryAll, attempt, html, queryWithin } from "../dom.js";
import { namedHost } from "../named_host.js";
import embeds from "./embeds.js";
import focus from "./focus.js";
import history from "./history.js";
import language from "./language.js";
import leavePage from "./leave_page.js";
import leftovers from "./leftovers.js";
import toasts from "./toast.js";
import optOutView from "./opt_out.js";
import outbox from "./outbox.js";
import pageDialogs from "./page_dialogs.js";
import preferences from "./preferences.js";
import refillPlaces from "./refill_places.js";
import reopen from "./reopen.js";
import misuse from "./misuse.js";
import status from "./status.js";
import unblocked from "./unblocked.js";
import waitingInVain from "./waiting_in_vain.js";
import switches from "./switches.js";

/** @param {import("../named_host.js").HostList} list @returns {Extras} */
export default (list) => {
  const host = namedHost(list);
  /** @type {Record<string, Promise<any>>} */
  const files = {};
  /** Return the content of a JSON file, which is fetched once. @param {string} path */
  const read = (path) => {
    files[path] ||= host.fetch(path).then((answer) => answer.json());
    const coming = files[path];
    coming.catch(() => delete files[path]); // whoever asks next tries again
    return coming;
  };
  /**
   * Return the texts in the language that is shown, also if that changes while they are fetched.
   * @param {"more" | "preferences"} kind
   */
  const texts = async (kind) => {
    for (;;) {
      const { language } = host.state().said;
      const texts = await read(FILES[language][kind]);
      if (language === host.state().said.language) return texts;
    }
  };
  /** Return the texts of placeholders and lists. @returns {Promise<More>} */
  const moreTexts = () => texts("more");
  /** @returns {Promise<Preferences>} */
  const preferenceTexts = () => texts("preferences");
  const fillDeclarations = async (part = html()) => {
    const places = queryWithin("[data-consent-embed=declaration]", part);
    for (const place of places) place.replaceChildren(host.render((await moreTexts()).declaration));
  };
  let styled = false;
  const addStyles = async () => {
    const { css } = await moreTexts();
    if (!styled) host.addStyles(css);
    styled = true;
  };
  switches();
  const log = outbox(host);
  const showToast = toasts(host, addStyles);
  const leave = leavePage(host, preferenceTexts, showToast);
  status(host, preferenceTexts, addStyles);
  focus(host);
  pageDialogs(host);
  leftovers(host);
  const { fill, speak, ...layers } = preferences(host, preferenceTexts);
  const optOut = optOutView(host, moreTexts, addStyles);
  const mistakes = misuse(host);
  const decisions = history(host, moreTexts);
  const fillers = [fillDeclarations, decisions.fill];
  const items = embeds(host, moreTexts, addStyles);
  const corner = reopen(host, moreTexts, layers.tellState);
  const repaint = [...fillers, items.repaint, corner.paint];
  const translate = language(host, read, preferenceTexts, speak, repaint);
  const warnUnblocked = unblocked(host, items.opened);
  const warnInVain = waitingInVain(host.data.asked);
  /**
   * Runs functions that fill *part*, or the whole page.
   * @param {((part?: HTMLElement) => unknown)[]} functions @param {HTMLElement} [part]
   */
  const paint = async (functions, part) => {
    try {
      await addStyles();
      await Promise.all(functions.map((one) => one(part)));
    } catch (error) {
      // Python needs this feature, and must not wait for the content of the page.
      host.retry(error, () => paint(functions, part));
    }
  };
  // Fills what a router has added, and only that: in other places the visitor may have set switches. Embeds are found
  // by their own scan.
  const fillLate = (/** @type {any} */ part) => {
    if (part !== html() && queryWithin("[data-consent-embed]", part)[0]) paint([fill, ...fillers], part);
  };
  if (queryAll(host.data.embeds)[0]) paint([fill, ...repaint]);
  const scan = (/** @type {any} */ part) => {
    for (const scan of [items.scan, warnUnblocked, warnInVain, fillLate, corner.scan]) attempt(() => scan(part));
  };
  refillPlaces(scan);
  warnInVain(html());
  return {
    scan,
    openedEmbeds: items.opened,
    leavePage: leave,
    toast: (text) => {
      showToast(text);
    },
    preferences: layers.show,
    reflect: () => {
      optOut.reflect();
      return layers.reflect();
    },
    translate,
    ...log,
    setListener: (python) => {
      decisions.started();
      log.setListener(python);
    },
    press: (button, source) => {
      if (!optOut.press(button)) mistakes.press(button, source);
    },
    reject: mistakes.reject,
    historyWanted: decisions.wanted,
    showHistory: decisions.show,
  };
};
