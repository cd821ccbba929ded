// The visitor's own answers, shown on request: Python has them and writes them out.

import { all, doc, html, on, within } from "../dom.js";
import { python } from "./start_python.js";

/** @param {Host} host @param {() => Promise<More>} more */
export default (host, more) => {
  let wanted = false;
  const want = () => {
    wanted = true;
    python(host);
  };
  let shown = false;

  on("click", ({ target }) => {
    if (target.closest("[data-consent-action=history]")) want();
  });
  doc.addEventListener("consent:change", () => shown && want());

  return {
    /** Whether the history is to be shown; asked once. */
    wanted: () => {
      const now = wanted;
      wanted = false;
      return now;
    },
    /** @param {string} text */
    show: (text) => {
      shown = true;
      for (const place of all("[data-consent-embed=history]")) {
        const box = host.render(text);
        const held = place.contains(doc.activeElement);
        place.replaceChildren(box);
        // What had the focus is gone; who was here stays here.
        box.tabIndex = -1;
        if (held) box.focus();
      }
    },
    fill: async (part = html) => {
      const places = within("[data-consent-embed=history]", part);
      if (!places.length) return;
      if (shown) want();
      else for (const place of places) place.replaceChildren(host.render((await more()).history));
    },
  };
};
