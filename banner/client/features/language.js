// Handles the visitor's choice of a language: keeps it, turns the page to it where there is one, and translates everything
// that is shown.

import { queryAll, announce, on, writeCookie } from "../dom.js";
import { cookieValues } from "../cookies.js";
import { translate } from "./translate.js";
import { turnPage } from "./turn_page.js";

const SELECT = "select[name=consent-language]";

/**
 * Return a function that translates what is shown.
 * @param {Host} host @param {(path: string) => Promise<any>} read
 * @param {() => Promise<Preferences>} preferenceTexts returns the texts of the preferences in the language that is shown
 * @param {(said: Preferences) => void} translatePreferences translates the preferences
 * @param {(() => unknown)[]} repaint what else has to be rendered again
 */
export default (host, read, preferenceTexts, translatePreferences, repaint) => {
  /** The latest choice; the files of an earlier one may arrive after it. */
  let chosen = host.state().said.language;

  /** @param {string} language */
  const choose = async (language) => {
    chosen = language;
    remember(host, language, LANGUAGE_ATTRIBUTES);
    turnPage(host, language);
    const said = await read(FILES[language].banner);
    const preferences = await read(FILES[language].preferences);
    if (chosen !== language) return;
    host.setSaid(said);
    await translateAll(preferences);
  };

  /** Translates everything into the language that is shown. @param {Preferences} preferences */
  const translateAll = async (preferences) => {
    for (const banner of queryAll("#consent-banner")) translate(banner, host.render(host.state().said.banner));
    translatePreferences(preferences);
    syncSelects();
    announce("consent:language", { language: host.state().said.language });
    await Promise.all(repaint.map((paint) => paint()));
  };
  /** Sets all selects to the language that is shown, also if the chosen one could not be loaded. */
  const syncSelects = () => {
    for (const select of queryAll(SELECT)) select.value = host.state().said.language;
  };

  /** @param {HTMLSelectElement} select */
  const applyChoice = ({ value }) =>
    choose(value).catch((error) => {
      console.error(error);
      if (chosen === value) syncSelects();
    });

  on("change", ({ target }) => {
    if (target.matches(SELECT)) applyChoice(target);
  });
  // The visitor has chosen before this module was there.
  for (const select of queryAll(SELECT)) if (select.value !== select.closest("[lang]").lang) applyChoice(select);

  // The first script may switch to the visitor's language after something was shown in another one.
  return () => preferenceTexts().then(translateAll).catch(console.error);
};

/**
 * Keeps the chosen language in its cookie.
 * @param {Host} host @param {string} value @param {string} rest the attributes of the cookie
 */
const remember = ({ data, keep, kept }, value, rest) => {
  const [, language] = data.cookies;
  const cookie = cookieValues(language + "=");
  // Storage tells whether the cookie of that name is ours.
  const taken = cookie && kept("language") !== cookie;
  const own = !taken && keep("language", JSON.stringify(value));
  const secure = location.protocol === "https:" ? ";Secure" : "";
  writeCookie(`${own ? language : "consent-" + language}=${value}${rest}${secure}`);
};
