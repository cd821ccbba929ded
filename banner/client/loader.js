// What a page loads before Python: show, remember a decision, activate what a plan allows. It holds no policy; what is
// said, asked and activated is Python's and comes in DATA.

import { doc, html, on, parsed } from "./dom.js";
import { features, look, observe, python, run } from "./features.js";
import "./host.js";
import { load } from "./urls.js";
import { early, restore } from "./restore.js";
import { retryLater } from "./retry.js";
import { show } from "./show.js";
import { recordChanged, said, setSaid, told } from "./state.js";
import * as store from "./storage.js";
import * as ui from "./ui.js";

/** What may turn out needless is left undone where the visitor pays for it, or waits long. @param {PythonStep} step */
const guess = (step) => {
  const line = /** @type {any} */ (navigator).connection;
  if (line?.saveData || /2g/.test(line?.effectiveType)) return;
  run("extras");
  python(step);
};

// A choice counts however it is made; what obeys it is a feature.
on("change", ({ target }) => {
  if (target.name === "consent-language") run("extras");
});

/**
 * Whoever arrives may be about to answer: Python starts. A finger that has arrived is pressing already, and the click
 * must not wait for a start, so that only what Python needs is on its way.
 * A pointer that rests where we appear has not moved: browsers tell that it is over us, but of no pointermove.
 */
ui.shows.then(() => {
  for (const move of ["pointermove", "pointerdown", "focusin"]) {
    on(move, ({ target, pointerType }) => {
      if (target.closest?.(ui.OURS)) guess(pointerType === "touch" ? "fetch" : "start");
    });
  }
});

/** From now on in another *language*, also what stands in the page already. @param {string} language */
const speak = async (language) => {
  const before = said;
  try {
    const texts = await (await load(DATA.languages[language])).json();
    if (said !== before) return; // the visitor has chosen meanwhile
    setSaid(texts);
    features.extras?.translate();
  } catch (error) {
    retryLater(error, () => speak(language));
  }
};

const begin = async () => {
  const { doubt, consent, ticked } = early || restore();
  const whole = parsed();
  // The first language of these that we speak, as closely as we do (RFC 4647, 3.4): the longest tag comes first.
  const [wanted] = [store.chosenLanguage(), html.lang, ...navigator.languages].flatMap((tag) =>
    Object.keys(DATA.languages).filter((known) => (tag + "-").toLowerCase().startsWith(known + "-")),
  );
  // Without waiting where there is nothing to wait for: the banner comes with the page's first frame.
  if (DATA.languages[wanted]) await speak(wanted);
  if (!doc.body) await whole;
  // Another page may have decided meanwhile, and been followed.
  if (!(doubt || told)) show(consent, ticked);
  await whole;
  look();
  observe(document);
  if (store.kept("unsent")) run("extras");
  if (doubt) python("later");
  else if (DATA.start === "idle") guess("later");
};

/** Another page may have decided since this one looked. A page that goes away does not wait for the cookies. */
const follow = () => doc.hidden || (recordChanged() && python("follow"));
addEventListener("storage", follow);
// A page that comes back from a browser's back/forward cache becomes visible, too.
on("visibilitychange", follow);

if (early) begin();
else on("prerenderingchange", begin);
