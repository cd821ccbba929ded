// Activates templates: a copy of their content comes into the page, as children of the template. Templates have none
// otherwise, browsers show and run them, and no copy of the page's HTML has them.

import { addStyles } from "./activated.js";
import { runnable } from "./script.js";

/**
 * Adds the content of *template* to the page, with its scripts blocked, so that they are activated in their order.
 * @param {HTMLTemplateElement} template @param {Trust} trust
 */
export default (template, trust) => {
  const copy = document.importNode(template.content, true);
  for (const old of copy.querySelectorAll("script")) {
    // Browsers do not trust the text of a copy, Firefox whatever it is set to, and report it even where it does not run.
    const script = runnable(old, trust);
    old.replaceWith(script);
    if (!script.dataset.service) block(script, template);
  }
  addStyles(template);
  // A copy of a template that was activated has children already.
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
