// Script elements: their kind, and copies that run.

import { createElement } from "../dom.js";

// A JavaScript MIME type essence, by the MIME Sniffing Standard.
const CLASSIC = /^\s*((text|application)\/(x-)?(java|ecma)script|text\/(javascript1\.[0-5]|jscript|livescript))?\s*$/i;

/**
 * Return a copy of *old*, with all its attributes, that runs when it comes into the page: the browser has read *old*
 * without running it, and would never run it.
 * @param {HTMLScriptElement} old @param {Trust} trust @param {string} [nonce] for a script without one
 * @returns {HTMLScriptElement}
 */
export const runnable = (old, trust, nonce = "") => {
  // By its service the stubs recognise a vendor's own script, and hide from it.
  const script = createElement("script", { service: old.dataset.service });
  for (const one of old.attributes) {
    if (one.name === "src") script.src = trust.createScriptURL(one.value);
    else if (/^on/.test(one.name)) script.setAttribute(one.name, trust.createScript(one.value));
    else script.setAttributeNode(one.cloneNode());
  }
  // Browsers leave the nonce out of the attributes.
  script.nonce = old.nonce || nonce;
  script.text = trust.createScript(old.text);
  script.async = old.hasAttribute("async");
  return script;
};

/** @param {HTMLScriptElement} script */
export const isModule = ({ type }) => /^\s*module\s*$/i.test(type);

/**
 * Return when a parser would run a script: `"parsing"`, at its place in the page; `"deferred"`, after the page is
 * parsed; `"async"`, as soon as it is there; `"data"`, never.
 * @param {HTMLScriptElement} script
 */
export const timing = (script) => {
  const module = isModule(script);
  if (!module && (!CLASSIC.test(script.type) || script.noModule)) return "data";
  const { async, defer } = script;
  if (!module && !script.hasAttribute("src")) return "parsing";
  if (async) return "async";
  return module || defer ? "deferred" : "parsing";
};

/**
 * Return the job to run *script*, which *put* inserts. Once a script has begun, it runs whatever its type says; so its
 * type is changed, and it is removed when it has run, so that no copy of the page's HTML runs it again. Scripts that
 * hold data stay as they are.
 * @param {HTMLScriptElement} script @param {() => boolean} put @returns {Job}
 */
export const asJob = (script, put) => {
  const data = timing(script) === "data" && !script.noModule;
  const read = data && !/^(importmap|speculationrules)$/i.test(script.type);
  const insert = () => {
    const there = put();
    if (there && !read) script.type = "text/plain";
    return there;
  };
  return { script, insert, end: () => data || script.remove() };
};
