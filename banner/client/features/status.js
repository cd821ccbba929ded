// Says what the answer has become to those who hear the page, and leaves the focus where it is.

import { all, doc, make, on } from "../dom.js";

const UNSEEN = { position: "absolute", insetBlockStart: 0, inlineSize: "1px", blockSize: "1px", overflow: "hidden" };

/**
 * A live region speaks of what changes in it, so it is there before. It is a line like that of the preferences,
 * and whatever writes the sentence about the answer there writes it here too.
 * @param {Host} host
 */
export default ({ state }) => {
  if (all("[data-consent-embed=preferences]")[0]) return;
  const line = make("p", { className: "consent-note", role: "status" });
  Object.assign(line.style, UNSEEN, { clipPath: "inset(50%)" });
  const speak = () => (line.lang = state().said.language);
  speak();
  on("consent:language", speak);
  doc.body.append(line);
};
