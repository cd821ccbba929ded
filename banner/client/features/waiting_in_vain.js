// Tells the page's author about elements that nothing activates.

import { queryWithin } from "../dom.js";
import { reportMistake } from "../blocking/author_errors.js";
import { ACTIVATED } from "../blocking/activated.js";
import { unknown } from "./misuse.js";

const ADDRESSES = "[data-src],[data-srcset],[data-srcdoc],[data-href],[data-poster],[data-data],[data-embed]";
const BLOCKED = '[type="text/plain" i]';
// Others have attributes of this name, too.
const WAITING = `[data-service]:is(template,script${BLOCKED},${ADDRESSES}):not([${ACTIVATED}])`;

/** @param {string[]} asked ids of the services that can be granted @returns {Extras["scan"]} */
export default (asked) => (part) => {
  for (const element of queryWithin(WAITING, part)) {
    const { service } = element.dataset;
    if (!asked.includes(service)) {
      reportMistake(element, `Nothing activates this. data-service: ${unknown(service, asked)}`);
    } else if (element.matches(`script:not(${BLOCKED})`)) {
      reportMistake(element, 'Nothing activates this. Write it with type="text/plain".');
    }
  }
};
