// Turns the page to the language that the visitor has chosen, where the page itself says that it has one: by an address
// of its own origin in `<link rel="alternate" hreflang="…">`.

import { attempt, html, queryAll } from "../dom.js";
import { isKindOf } from "../language_tags.js";
import { hasUnsavedInput } from "./unsaved_input.js";

const ALTERNATES = "link[rel~=alternate][hreflang][href]:not([media])";
const SWITCHES = ":is(#consent-preferences,.consent-section) input[name=service]";

/**
 * Leaves for the same page in *language*, unless there is none, or the visitor would lose something.
 * @param {Host} host @param {string} language
 */
export const turnPage = (host, language) => {
  const address = addressIn(language);
  if (address && !wouldLose(host)) location.assign(address);
};

/** Return the address of this page in *language*, if it is another one. @param {string} language */
const addressIn = (language) => {
  if (isKindOf(html().lang, language)) return;
  const links = queryAll(ALTERNATES).filter(({ type }) => !type || type === "text/html");
  const link =
    links.find(({ hreflang }) => isKindOf(language, hreflang)) ||
    links.find(({ hreflang }) => isKindOf(hreflang, language));
  const address = link && attempt(() => new URL(link.href));
  if (!address) return;
  const { origin, pathname, search, hash } = location;
  if (address.origin !== origin || address.pathname + address.search === pathname + search) return;
  address.hash ||= hash;
  return address.href;
};

/** Return whether there is input in the page, or a switch that no decision has taken. @param {Host} host */
const wouldLose = (host) => {
  const { hasInput, ticked } = host.state();
  return (
    hasInput ||
    hasUnsavedInput(document) ||
    queryAll(SWITCHES).some(({ checked, value }) => checked !== ticked.includes(value))
  );
};
