// The second layer: as a dialog, and wherever the page has a place for it. Both show the present answer.

import { all, announce } from "../dom.js";

const SWITCHES = ":is(#consent-preferences,.consent-section) input[name=service]";

/** @returns {HTMLDialogElement | undefined} */
const dialog = () => all("#consent-preferences")[0];

/** @param {Kit} kit @param {() => Promise<Preferences>} said what stands in the preferences */
export default (kit, said) => {
  kit.preferences = async () => {
    const { dialog: text } = await said();
    if (!dialog()) document.body.append(kit.render(text));
    await kit.reflect();
    const layer = dialog();
    if (!layer?.open) layer?.showModal();
    announce("consent:open", { view: "preferences" });
  };

  /** Shows the present answer in every place. */
  kit.reflect = async () => {
    const { notes } = await said();
    const on = kit.switchedOn();
    for (const box of all(SWITCHES)) {
      box.checked = on.includes(box.value);
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const text = sentence(notes, kit.answer(), kit.data.language);
    for (const line of all(".consent-note")) line.textContent = text;
  };

  /** Fills the places of the page with the preferences. */
  return async () => {
    const { section } = await said();
    for (const place of all("[data-consent-embed=preferences]")) place.replaceChildren(kit.render(section));
    await kit.reflect();
  };
};

/** Says what *answer* is. @param {Record<string, string>} notes @param {Answer} answer @param {string} language */
const sentence = (notes, { how = "", state, at, before }, language) => {
  const text = notes[how] || notes[before ? "again" : state];
  const when = at || before;
  if (!when) return text;
  return text.replace("{when}", new Date(when).toLocaleString(language, { dateStyle: "long", timeStyle: "short" }));
};
