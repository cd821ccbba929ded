// The first script of every page: it shows the banner, keeps a decision until Python has recorded it, and activates
// what a plan allows. It holds no policy: texts, services and addresses come from the build, in DATA.

import { doc, html, on, whenParsed } from "./dom.js";
import { features, scan, observe, python, loadFeature } from "./features.js";
import "./host.js";
import { fetchFile } from "./urls.js";
import { restored, restore } from "./restore.js";
import { retryLater } from "./retry.js";
import { show } from "./show.js";
import { recordChanged, said, setSaid, announced } from "./state.js";
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
ui.whenShown.then(() => {
  for (const move of ["pointermove", "pointerdown", "focusin"]) {
    on(move, ({ target, pointerType }) => {
      if (target.closest?.(ui.OWN_LAYERS)) prepare(pointerType === "touch" ? "fetch" : "start");
    });
  }
});

/** Shows another *language*, in what is already in the page too. @param {string} language */
const setLanguage = async (language) => {
  const before = said;
  try {
    const texts = await (await fetchFile(DATA.languages[language])).json();
    if (said !== before) return; // the visitor has chosen meanwhile
    setSaid(texts);
    features.extras?.translate();
  } catch (error) {
    retryLater(error, () => setLanguage(language));
  }
};

const begin = async () => {
  const { needsPython, consent, ticked } = restored || restore();
  const parsed = whenParsed();
  // Chooses the first of these languages that the site has (RFC 4647, 3.4): DATA lists the longest tags first.
  const [wanted] = [storage.chosenLanguage(), html.lang, ...navigator.languages].flatMap((tag) =>
    Object.keys(DATA.languages).filter((known) => (tag + "-").toLowerCase().startsWith(known + "-")),
  );
  // Waits only if there is something to fetch, so that the banner comes with the page's first frame.
  if (DATA.languages[wanted]) await setLanguage(wanted);
  if (!doc.body) await parsed;
  // A decision in another tab may have been shown meanwhile.
  if (!(needsPython || announced)) show(consent, ticked);
  await parsed;
  scan();
  observe(document);
  if (storage.kept("unsent")) loadFeature("extras");
  if (needsPython) python("later");
  else if (DATA.start === "idle") prepare("later");
};

/** Follows a decision that another page may have made. A hidden page does not read the cookies. */
const followOtherPages = () => doc.hidden || (recordChanged() && python("follow"));
addEventListener("storage", followOtherPages);
// This event also fires when a page comes back from the back/forward cache.
on("visibilitychange", followOtherPages);

if (restored) begin();
else on("prerenderingchange", begin);
