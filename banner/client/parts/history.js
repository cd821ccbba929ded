// The visitor's own answers, shown on request: Python has them and writes them out.

import { all, doc, html, on, within } from "../dom.js";

/** @param {Kit} kit @param {() => Promise<More>} more @returns {(part?: HTMLElement) => Promise<void>} */
export default (kit, more) => {
  let wanted = false;
  const want = () => {
    wanted = true;
    kit.python();
  };
  let shown = false;

  on("click", ({ target }) => {
    if (target.closest("[data-consent-part=history]")) want();
  });
  doc.addEventListener("consent:change", () => shown && want());

  /** Whether the history is to be shown; asked once. */
  kit.wanted = () => {
    const now = wanted;
    wanted = false;
    return now;
  };
  /** @param {string} text */
  kit.history = (text) => {
    shown = true;
    for (const place of all("[data-consent-embed=history]")) {
      const box = kit.render(text);
      const held = place.contains(doc.activeElement);
      place.replaceChildren(box);
      // What had the focus is gone; who was here stays here.
      box.tabIndex = -1;
      if (held) box.focus();
    }
  };
  return async (part = html) => {
    const places = within("[data-consent-embed=history]", part);
    if (!places.length) return;
    if (shown) want();
    else for (const place of places) place.replaceChildren(kit.render((await more()).history));
  };
};
