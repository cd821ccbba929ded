// What only some pages need, and what Python may need: it loads where it is used.

import { all } from "../dom.js";
import embeds from "./embeds.js";
import focus from "./focus.js";
import history from "./history.js";
import language from "./language.js";
import notice from "./notice.js";
import outbox from "./outbox.js";
import status from "./status.js";
import strays from "./strays.js";
import switches from "./switches.js";

/** @param {Kit} kit */
export default async (kit) => {
  const { data } = kit;
  /** @type {Record<string, Promise<More>>} */
  const said = {};
  /** What these parts say, in the language that is shown. */
  const more = () => {
    const { language } = data;
    const coming = (said[language] ||= kit.load(data.more).then((answer) => answer.json()));
    coming.catch(() => delete said[language]); // whoever asks next tries again
    return coming;
  };
  const lists = async () => {
    const places = all("[data-consent-embed=declaration]");
    for (const place of places) place.replaceChildren(kit.render((await more()).declaration));
  };
  const dress = async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync((await more()).css);
    document.adoptedStyleSheets.push(sheet);
  };
  switches(kit);
  outbox(kit);
  notice(kit, dress);
  status(kit);
  focus(kit);
  const repaint = [lists, history(kit, more), embeds(kit, more)];
  language(kit, repaint);
  strays(kit);
  if (!all(data.places)[0]) return;
  // Python needs the rest of us, and must not wait in vain for what stands in the page.
  await dress()
    .then(() => Promise.all(repaint.map((paint) => paint())))
    .catch(console.error);
};
