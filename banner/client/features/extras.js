// What only some pages need, and what Python may need: it loads where it is used.

import { all, attempt, doc, html, within } from "../dom.js";
import embeds from "./embeds.js";
import focus from "./focus.js";
import history from "./history.js";
import language from "./language.js";
import leave from "./leave_page.js";
import toast from "./toast.js";
import outbox from "./outbox.js";
import preferences from "./preferences.js";
import slips from "./misuse.js";
import status from "./status.js";
import strays from "./unblocked.js";
import switches from "./switches.js";

/** @param {Host} host @returns {Extras} */
export default (host) => {
  /** @type {Record<string, Promise<any>>} */
  const files = {};
  /** What stands in the file at *path*, asked for once. @param {string} path */
  const read = (path) => {
    files[path] ||= host.load(path).then((answer) => answer.json());
    const coming = files[path];
    coming.catch(() => delete files[path]); // whoever asks next tries again
    return coming;
  };
  /** What a *kind* of file says in the language that is shown; another may be, by the time that it is here. @param {"more" | "preferences"} kind */
  const said = async (kind) => {
    for (;;) {
      const { language } = host.state().said;
      const texts = await read(FILES[language][kind]);
      if (language === host.state().said.language) return texts;
    }
  };
  /** What these parts say. @returns {Promise<More>} */
  const more = () => said("more");
  /** @returns {Promise<Preferences>} */
  const choices = () => said("preferences");
  const lists = async (part = html) => {
    const places = within("[data-consent-embed=declaration]", part);
    for (const place of places) place.replaceChildren(host.render((await more()).declaration));
  };
  const sheet = new CSSStyleSheet();
  const dress = async () => {
    const { css } = await more();
    if (doc.adoptedStyleSheets.includes(sheet)) return;
    sheet.replaceSync(css);
    doc.adoptedStyleSheets.push(sheet);
  };
  switches();
  const log = outbox(host);
  const showToast = toast(host, dress);
  const leaves = leave(host, choices, showToast);
  status(host);
  focus(host);
  const { fill, speak, ...layers } = preferences(host, choices);
  const past = history(host, more);
  const filled = [lists, past.fill];
  const items = embeds(host, more, dress);
  const repaint = [...filled, items.repaint];
  const translate = language(host, read, choices, speak, repaint);
  const stray = strays(host, items.opened);
  // What is near enough to be wanted is on its way when it is.
  choices().catch(console.error);
  /** @param {((part?: HTMLElement) => unknown)[]} what @param {HTMLElement} [part] of the page, in which it is painted */
  const paint = async (what, part) => {
    try {
      await dress();
      await Promise.all(what.map((one) => one(part)));
    } catch (error) {
      // Python needs the rest of us, and must not wait in vain for what stands in the page.
      host.retry(error, () => paint(what, part));
    }
  };
  // Routers bring places, too, beside others in which something may be ticked; outside content is looked for where it is.
  const bring = (/** @type {any} */ part) => {
    if (part !== html && within("[data-consent-embed]", part)[0]) paint([fill, ...filled], part);
  };
  if (all(host.data.embeds)[0]) paint([fill, ...repaint]);
  return {
    look: (part) => {
      for (const look of [items.look, stray, bring]) attempt(() => look(part));
    },
    items: items.opened,
    leave: leaves,
    toast: (text) => {
      showToast(text);
    },
    preferences: layers.show,
    reflect: layers.reflect,
    translate,
    ...log,
    ...slips(host),
    wanted: past.wanted,
    history: past.show,
  };
};
