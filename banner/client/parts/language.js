// The visitor's choice of a language: kept, and everything here said in it at once.

import { all, announce, doc, on } from "../dom.js";
import { translate } from "./translate.js";

const SELECT = "select[name=consent-language]";

/**
 * @param {Kit} kit @param {(path: string) => Promise<any>} read
 * @param {() => Promise<Preferences>} choices what the preferences say in the language that is shown
 * @param {(said: Preferences) => void} speak says the preferences in another language
 * @param {(() => unknown)[]} repaint what else has to be painted again
 */
export default (kit, read, choices, speak, repaint) => {
  const { data } = kit;
  /** What was chosen last; the files of an earlier choice may come later. */
  let chosen = data.language;

  /** @param {string} language */
  const choose = async (language) => {
    chosen = language;
    keep(kit, language, CHOICE);
    const said = await read(FILES[language].banner);
    const preferences = await read(FILES[language].preferences);
    if (chosen !== language) return;
    Object.assign(data, said);
    await say(preferences);
  };

  /** Everything in the language that is shown. @param {Preferences} preferences */
  const say = async (preferences) => {
    for (const banner of all("#consent-banner")) translate(banner, kit.render(data.banner));
    speak(preferences);
    agree();
    announce("consent:language", { language: data.language });
    await Promise.all(repaint.map((paint) => paint()));
  };
  // The language of the visitor has come after the first of this was shown.
  kit.translate = () => choices().then(say).catch(console.error);

  /** Every box names the language that is spoken, wherever it was chosen, and where it could not be had. */
  const agree = () => {
    for (const select of all(SELECT)) select.value = data.language;
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
  for (const select of all(SELECT)) if (select.value !== data.language) obey(select);
};

/** Keeps the choice of a language; *rest* is what stands behind the value of the cookie. @param {Kit} kit @param {string} value @param {string} rest */
const keep = ({ data, store }, value, rest) => {
  const { language } = data.cookies;
  const cookie = store.found(language + "=");
  // Storage knows whether the cookie of that name is ours.
  const taken = cookie && store.kept("language") !== cookie;
  const own = !taken && store.keep("language", JSON.stringify(value));
  const secure = location.protocol === "https:" ? ";Secure" : "";
  doc.cookie = `${own ? language : "consent-" + language}=${value}${rest}${secure}`;
};
