// The first script of every page: it shows the banner, keeps a decision until Python has recorded it, and activates
// what a plan allows. It holds no policy: texts, services and addresses come from the build, in DATA.

import { doc, on, whenParsed } from "./dom.js";
import { scan, python, loadFeature } from "./features.js";
import "./host.js";
import { hasLeftovers } from "./leftovers.js";
import { observe } from "./observer.js";
import { followLanguage } from "./page_language.js";
import { restored, restore } from "./restore.js";
import { show } from "./show.js";
import { recordChanged, announced } from "./state.js";
import * as storage from "./storage.js";
import * as ui from "./ui.js";

/**
 * Takes a step that may turn out to be needless, unless the visitor pays for data or has a slow line.
 * @param {PythonStep} step
 */
const prepare = (step) => {
  const connection = /** @type {any} */ (navigator).connection;
  if (connection?.saveData || /2g/.test(connection?.effectiveType)) return;
  loadFeature("extras");
  python(step);
};

// The choice is kept in the select until the feature that handles it has loaded.
on("change", ({ target }) => {
  if (target.name === "consent-language") loadFeature("extras");
});

/**
 * Starts Python when the visitor moves towards the banner. A touch is already a press, so it only fetches Python's
 * files: a start would delay the click. A pointer that rests where the banner appears has not moved: browsers fire
 * pointerover for it, but no pointermove.
 */
for (const move of ["pointermove", "pointerdown", "focusin"]) {
  on(move, ({ target, pointerType }) => {
    if (ui.isStyled() && target.closest?.(ui.OWN_LAYERS)) prepare(pointerType === "touch" ? "fetch" : "prepare");
  });
}

const begin = async () => {
  const { needsPython, consent, ticked, unwanted, listed } = restored || restore();
  const parsed = whenParsed();
  followLanguage().then(async () => {
    if (!doc.body) await parsed;
    // A decision in another tab may have been shown meanwhile.
    if (!(needsPython || announced)) show(consent, ticked);
  });
  // What is blocked and allowed waits for no texts.
  await parsed;
  scan();
  observe(document);
  if (storage.kept("unsent") || listed) loadFeature("extras");
  if (needsPython || hasLeftovers(unwanted)) python("later");
  else if (DATA.start === "idle") prepare("later");
};

/** Follows a decision that another page may have made. A hidden page does not read the cookies. */
const followOtherPages = () => doc.hidden || (recordChanged() && python("follow"));
addEventListener("storage", followOtherPages);
// This event also fires when a page comes back from the back/forward cache.
on("visibilitychange", followOtherPages);

if (restored) begin();
else on("prerenderingchange", begin);
