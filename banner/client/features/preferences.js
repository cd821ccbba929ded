// The preferences: as a dialog, and in each element of the page that asks for them. All show the present consent.

import { queryAll, announce, html, queryWithin } from "../dom.js";
import { formatMoment } from "../moment.js";
import { holdPage } from "./hold_page.js";
import { reachText } from "./reach.js";
import { updatePurposes } from "./switches.js";
import { translate } from "./translate.js";

// Where there is room every service is in sight at once: nothing of what is asked is hidden, and whoever tests a site
// finds the switches as they are promised. In a small window the groups are folded, so that all of them can be seen.
const ROOM = "(width >= 40rem) and (height >= 30rem)";
const SECTION = ".consent-section";

/** @param {Host} host @param {() => Promise<Preferences>} texts returns the texts in the language that is shown */
export default (host, texts) => {
  /** The dialog, once it has been wanted. @type {HTMLDialogElement | undefined} */
  let dialog;
  let styled = false;
  /** Where the dialog was opened. @type {string | undefined} */
  let shownAt;
  const readTexts = async () => {
    const found = await texts();
    if (!styled) {
      styled = true;
      host.addStyles(found.css);
    }
    return found;
  };

  const show = async () => {
    const { dialog: text, notes, signal } = await readTexts();
    // Before a decision the visitor may have set switches and closed the dialog: they are kept.
    const inProgress = dialog && host.state().consent.state === "undecided";
    const shown = dialog || renderGroups(text);
    if (!dialog) reachText(shown);
    dialog = shown;
    if (!shown.isConnected) host.stand(shown);
    if (!inProgress) setSwitches(shown, signal);
    setNote(notes);
    if (!shown.open) {
      shown.showModal();
      shownAt = pageAddress();
      holdPage(shown);
    }
    announce("consent:open", { view: "preferences" });
  };

  /** Renders the preferences, whose groups are folded in a small window. @param {string} text @returns {any} */
  const renderGroups = (text) => {
    const root = host.render(text);
    for (const group of queryAll("details", root)) group.open = matchMedia(ROOM).matches;
    return root;
  };

  /**
   * Sets the switches in *root* by the present consent.
   * @param {Element} root @param {string[]} signal ids of services that the privacy signal keeps off
   */
  const setSwitches = (root, signal) => {
    const { ticked, consent } = host.state();
    // What is on by default is so in the markup.
    const isFirst = consent.state === "undecided" && !consent.before;
    const isDenied = (/** @type {string} */ id) => navigator.globalPrivacyControl && signal.includes(id);
    for (const box of queryAll("input[name=service]", root)) {
      box.checked = ticked.includes(box.value) || (isFirst && box.defaultChecked && !isDenied(box.value));
    }
    updatePurposes(root);
  };

  /** @param {Record<string, string>} notes */
  const setNote = (notes) => {
    const { consent, pending, said } = host.state();
    const text = pending[0] ? notes.kept : sentence(notes, consent, said.language);
    for (const line of queryAll(".consent-note")) line.textContent = text;
  };

  /** Shows the present consent wherever there are preferences. */
  const reflect = async () => {
    const { notes, signal } = await readTexts();
    for (const root of queryAll(`#consent-preferences,${SECTION}`)) setSwitches(root, signal);
    setNote(notes);
  };

  // Where a router goes back, it changes the page under a dialog that would stay open. A link within the page does not.
  addEventListener("popstate", () => pageAddress() === shownAt || dialog?.close());
  // They are likely to be opened next, and their styles have what the banner needs once a pointer is over it.
  readTexts().catch(console.error);
  return {
    show: () => show().catch(console.error), // whoever asks next tries again
    reflect: reflect,
    /** Writes the sentence about the consent wherever it stands. */
    tellState: async () => setNote((await readTexts()).notes),
    /** Fills elements in a part of the page with the preferences, and shows the present consent there. */
    fill: async (part = html()) => {
      const { section, notes, signal } = await readTexts();
      for (const place of queryWithin("[data-consent-embed=preferences]", part)) {
        place.replaceChildren(renderGroups(section));
        setSwitches(place, signal);
      }
      setNote(notes);
    },
    /** @param {Preferences} said in the new language */
    speak: ({ dialog: text, section, notes }) => {
      if (dialog) translate(dialog, host.render(text));
      for (const place of queryAll(SECTION)) translate(place, host.render(section));
      setNote(notes);
    },
  };
};

/** Return the address of the page without the place in it. */
const pageAddress = () => location.href.split("#")[0];

/**
 * Return the sentence about a consent.
 * @param {Record<string, string>} notes @param {Consent} answer @param {string} language
 */
const sentence = (notes, { action = "", state, at, before }, language) => {
  const text = notes[action] || notes[before ? "again" : state];
  const when = at || before;
  if (!when) return text;
  return text.replace("{when}", () => formatMoment(when, language));
};
