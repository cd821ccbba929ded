// Chooses the language that is shown: the visitor's choice, or else that of the page, or of the browser.

import { html } from "./dom.js";
import { features, loadFeature } from "./features.js";
import { retryLater } from "./retry.js";
import { said, setSaid } from "./state.js";
import * as storage from "./storage.js";
import * as ui from "./ui.js";
import { fetchFile } from "./urls.js";

/** The language of the page when it was last looked at. @type {string | undefined} */
let lang;

/** Shows the right language for the page as it is now. It waits only if there is something to fetch. */
export const followLanguage = async () => {
  // A site with one language has no other to look for.
  if (lang === html().lang || !DATA.languages[1]) return;
  lang = html().lang;
  // Chooses the first of these languages that the site has (RFC 4647, 3.4): DATA lists the longest tags first.
  // The build checks its tags, so one may stand in a pattern; isKindOf compares tags that a page may have written.
  const [wanted] = [storage.chosenLanguage(), lang, ...navigator.languages].flatMap((tag) =>
    DATA.languages.filter((known) => RegExp(`^${known}(-|$)`, "i").test(tag)),
  );
  if (wanted) await setLanguage(wanted);
};

/** Shows another *language*, in what is already in the page too. @param {string} language */
const setLanguage = async (language) => {
  const before = said;
  try {
    const texts =
      language === DATA.language ? DATA : await (await fetchFile(`files/${language}.${DATA.texts}.json`)).json();
    if (said !== before) return; // the visitor has chosen meanwhile
    setSaid(texts);
    if (ui.isAsking()) await loadFeature("extras");
    features.extras?.translate();
  } catch (error) {
    retryLater(error, () => setLanguage(language));
  }
};
