// The visitor's choice of a language: kept, and everything here said in it at once.

import { all, announce, doc, on } from "../dom.js";
import { found } from "../cookies.js";
import { translate } from "./translate.js";

const SELECT = "select[name=consent-language]";

/**
 * @param {Host} host @param {(path: string) => Promise<any>} read
 * @param {() => Promise<Preferences>} choices what the preferences say in the language that is shown
 * @param {(said: Preferences) => void} speak says the preferences in another language
 * @param {(() => unknown)[]} repaint what else has to be painted again
 */
export default (host, read, choices, speak, repaint) => {
  /** What was chosen last; the files of an earlier choice may come later. */
  let chosen = host.state().said.language;

  /** @param {string} language */
  const choose = async (language) => {
    chosen = language;
    remember(host, language, CHOICE);
    const said = await read(FILES[language].banner);
    const preferences = await read(FILES[language].preferences);
    if (chosen !== language) return;
    host.speak(said);
    await say(preferences);
  };

  /** Everything in the language that is shown. @param {Preferences} preferences */
  const say = async (preferences) => {
    for (const banner of all("#consent-banner")) translate(banner, host.render(host.state().said.banner));
    speak(preferences);
    agree();
    announce("consent:language", { language: host.state().said.language });
    await Promise.all(repaint.map((paint) => paint()));
  };
  /** Every box names the language that is spoken, wherever it was chosen, and where it could not be had. */
  const agree = () => {
    for (const select of all(SELECT)) select.value = host.state().said.language;
  };

  /** @param {HTMLSelectElement} select */
  const obey = ({ value }) =>
    choose(value).catch((error) => {
      console.error(error);
      if (chosen === value) agree();
    });

  on("change", ({ target }) => {
    if (target.matches(SELECT)) obey(target);
  });
  // A choice that was faster than this module.
  for (const select of all(SELECT)) if (select.value !== host.state().said.language) obey(select);

  // The language of the visitor may come after the first of this was shown.
  return () => choices().then(say).catch(console.error);
};

/** Keeps the choice of a language; *rest* is what stands behind the value of the cookie. @param {Host} host @param {string} value @param {string} rest */
const remember = ({ data, keep, kept }, value, rest) => {
  const { language } = data.cookies;
  const cookie = found(language + "=");
  // Storage knows whether the cookie of that name is ours.
  const taken = cookie && kept("language") !== cookie;
  const own = !taken && keep("language", JSON.stringify(value));
  const secure = location.protocol === "https:" ? ";Secure" : "";
  doc.cookie = `${own ? language : "consent-" + language}=${value}${rest}${secure}`;
};
