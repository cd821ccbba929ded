// Tells the visitors of screen readers what the consent is now, without moving the focus.

import { queryAll, createElement, on } from "../dom.js";

const VISUALLY_HIDDEN = {
  position: "absolute",
  insetBlockStart: 0,
  inlineSize: "1px",
  blockSize: "1px",
  overflow: "hidden",
};

/**
 * Adds a live region, which has to be there before its text changes. It has the class of the sentence about the
 * consent, so that preferences.js fills it like those in the preferences.
 * @param {Host} host
 */
export default ({ stand, state }) => {
  if (queryAll("[data-consent-embed=preferences]")[0]) return;
  const line = createElement("p", { className: "consent-note", role: "status" });
  Object.assign(line.style, VISUALLY_HIDDEN, { clipPath: "inset(50%)" });
  const setLanguage = () => (line.lang = state().said.language);
  setLanguage();
  on("consent:language", setLanguage);
  stand(line);
};
