// Tells what the consent is now, without moving the focus: always to the visitors of screen readers, and for a moment
// to all, once they have decided in this page.

import { queryAll, createElement, on } from "../dom.js";

const VISUALLY_HIDDEN = {
  position: "absolute",
  insetBlockStart: 0,
  inlineSize: "1px",
  blockSize: "1px",
  overflow: "hidden",
  clipPath: "inset(50%)",
};
/** Decisions made elsewhere show what they did by themselves, or are those of a script. */
const SOURCES = ["banner", "preferences", "page"];
const MOMENT = 7000; // milliseconds

/**
 * Adds a live region, which has to be there before its text changes. It has the class of the sentence about the
 * consent, so that preferences.js fills it like those in the preferences.
 * @param {Host} host @param {() => Promise<Preferences>} texts @param {() => Promise<void>} addStyles
 */
export default ({ stand, state }, texts, addStyles) => {
  if (queryAll("[data-consent-embed=preferences]")[0]) return;
  const line = createElement("p", { className: "consent-note", role: "status" });
  const button = createElement("button", { type: "button", hidden: true });
  button.dataset.consentAction = "preferences";
  const box = createElement("section", { dir: "auto" });
  box.append(line, button);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {boolean} shown */
  const setShown = (shown) => {
    clearTimeout(timer);
    box.className = shown ? "consent-word" : "";
    button.hidden = !shown;
    // What is seen and pressed stands in a landmark, which a section is once it has a name.
    box.ariaLabel = shown ? line.textContent : null;
    for (const [name, value] of Object.entries(VISUALLY_HIDDEN)) line.style[name] = shown ? "" : value;
    if (shown) timer = setTimeout(end, MOMENT);
  };
  // Whoever is about to use it is not left with nothing.
  const end = () => setShown(box.matches(":hover,:focus-within"));

  const show = async () => {
    const [{ change }] = await Promise.all([texts(), addStyles()]);
    button.textContent = change;
    setShown(true);
  };

  const setLanguage = () => {
    line.lang = box.lang = state().said.language;
    setShown(false);
  };
  setLanguage();
  on("consent:language", setLanguage);
  on("consent:open", () => setShown(false));
  on("consent:change", ({ detail }) => {
    setShown(false);
    const decided = state().pending.at(-1);
    // The page before may have left it; and what has to end first is told by a toast.
    if (!decided || decided.at < performance.timeOrigin || !SOURCES.includes(decided.source)) return;
    if (/^(denied|partial|granted)$/.test(detail.state)) show().catch(console.error);
  });
  stand(box);
};
