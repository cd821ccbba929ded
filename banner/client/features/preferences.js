// The second layer: as a dialog, and wherever the page has a place for it. Both show the present answer.

import { all, announce, doc, html, within } from "../dom.js";
import { translate } from "./translate.js";

const SECTION = ".consent-section";

/** @returns {HTMLDialogElement | undefined} */
const dialog = () => all("#consent-preferences")[0];

/** @param {Host} host @param {() => Promise<Preferences>} texts what stands in the preferences */
export default (host, texts) => {
  let dressed = false;
  const said = async () => {
    const found = await texts();
    if (!dressed) {
      dressed = true;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(found.css);
      doc.adoptedStyleSheets.push(sheet);
    }
    return found;
  };

  const show = async () => {
    const { dialog: text, notes } = await said();
    // What is ticked before there is an answer is one that is being given, and waits for whoever comes back.
    const begun = dialog() && host.state().consent.state === "undecided";
    if (!dialog()) doc.body.append(host.render(text));
    if (!begun) set(dialog());
    tell(notes);
    const layer = dialog();
    if (!layer?.open) layer?.showModal();
    announce("consent:open", { view: "preferences" });
  };

  /** Sets the switches in *root* as the present answer has them. @param {Element} [root] */
  const set = (root) => {
    const on = host.state().ticked;
    for (const box of all("input[name=service]", root)) {
      box.checked = on.includes(box.value);
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  /** @param {Record<string, string>} notes */
  const tell = (notes) => {
    const { consent, pending, said } = host.state();
    const text = pending[0] ? notes.kept : sentence(notes, consent, said.language);
    for (const line of all(".consent-note")) line.textContent = text;
  };

  /** Shows the present answer in every place. */
  const reflect = async () => {
    const { notes } = await said();
    for (const root of all(`#consent-preferences,${SECTION}`)) set(root);
    tell(notes);
  };

  return {
    show: () => show().catch(console.error), // whoever asks next tries again
    reflect,
    /** Fills the places of a part of the page with the preferences, and shows the present answer there. */
    fill: async (part = html) => {
      const { section, notes } = await said();
      for (const place of within("[data-consent-embed=preferences]", part)) {
        place.replaceChildren(host.render(section));
        set(place);
      }
      tell(notes);
    },
    /** @param {Preferences} said in another language than what is shown */
    speak: ({ dialog: text, section, notes }) => {
      const layer = dialog();
      if (layer) translate(layer, host.render(text));
      for (const place of all(SECTION)) translate(place, host.render(section));
      tell(notes);
    },
  };
};

/** Says what *answer* is. @param {Record<string, string>} notes @param {Consent} answer @param {string} language */
const sentence = (notes, { action = "", state, at, before }, language) => {
  const text = notes[action] || notes[before ? "again" : state];
  const when = at || before;
  if (!when) return text;
  return text.replace("{when}", new Date(when).toLocaleString(language, { dateStyle: "long", timeStyle: "short" }));
};
