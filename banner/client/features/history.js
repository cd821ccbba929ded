// Shows the visitor's own decisions on request. Python has them and renders them.

import { queryAll, doc, html, on, queryWithin } from "../dom.js";
import { startPython } from "./start_python.js";

/** @param {Host} host @param {() => Promise<More>} moreTexts */
export default (host, moreTexts) => {
  let wanted = false;
  /** Whether Python has heard of a request that it has not answered yet. */
  let heard = false;
  const request = () => {
    wanted = true;
    startPython(host);
  };
  let shown = false;

  on("click", ({ target }) => {
    if (target.closest("[data-consent-action=history]")) request();
  });
  doc.addEventListener("consent:change", () => shown && request());

  return {
    /** Return whether the history has been asked for since the last call. */
    wanted: () => {
      const now = wanted;
      heard ||= now;
      wanted = false;
      return now;
    },
    /** Python has started, perhaps in place of a program that has ended before it answered. */
    started: () => {
      wanted ||= heard;
    },
    /** @param {string} text */
    show: (text) => {
      shown = true;
      heard = false;
      for (const place of queryAll("[data-consent-embed=history]")) {
        const box = host.render(text);
        const held = place.contains(doc.activeElement);
        place.replaceChildren(box);
        // The element with the focus is gone, so the new one takes it.
        box.tabIndex = -1;
        if (held) box.focus();
      }
    },
    fill: async (part = html()) => {
      const places = queryWithin("[data-consent-embed=history]", part);
      if (!places.length) return;
      if (shown) request();
      else for (const place of places) place.replaceChildren(host.render((await moreTexts()).history));
    },
  };
};
