// Templates that are activated: a copy of what they hold comes into the page. It stands in the template itself, as
// children, which it has none of otherwise: browsers show and run them, and no text of the page has them.

import { dress } from "./activated.js";

/**
 * Brings what *template* holds into the page, its scripts blocked: they run in their order, as those of a page do.
 * @param {HTMLTemplateElement} template
 */
export default (template) => {
  const copy = document.importNode(template.content, true);
  for (const script of copy.querySelectorAll("script")) if (!script.dataset.service) block(script, template);
  dress(template);
  // A copy of a template has the children of another.
  template.replaceChildren(copy);
};

/** @param {HTMLScriptElement} script @param {HTMLTemplateElement} template */
const block = (script, { dataset }) => {
  for (const name of ["type", "src"]) {
    const value = script.getAttribute(name);
    if (value === null) continue;
    script.setAttribute("data-" + name, value);
    script.removeAttribute(name);
  }
  script.type = "text/plain";
  script.dataset.service = dataset.service;
};
