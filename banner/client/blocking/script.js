// Scripts as elements: what they are, and fresh ones that run.

import { make } from "../dom.js";

// What the MIME Sniffing Standard calls a JavaScript MIME type essence.
const CLASSIC = /^\s*((text|application)\/(x-)?(java|ecma)script|text\/(javascript1\.[0-5]|jscript|livescript))?\s*$/i;

/**
 * A script like *old*, which the browser has read without running it: a fresh element runs when it comes into
 * the page, with every attribute that *old* has.
 * @param {HTMLScriptElement} old @param {Trust} trust @param {string} [nonce] where it has none of its own
 * @returns {HTMLScriptElement}
 */
export const fresh = (old, trust, nonce = "") => {
  // Its vendor's own script finds none of our stubs.
  const script = make("script", { service: old.dataset.service });
  for (const one of old.attributes) {
    if (one.name === "src") script.src = trust.createScriptURL(one.value);
    else if (/^on/.test(one.name)) script.setAttribute(one.name, trust.createScript(one.value));
    else script.setAttributeNode(one.cloneNode());
  }
  // Browsers hide it from the attributes.
  script.nonce = old.nonce || nonce;
  script.text = trust.createScript(old.text);
  script.async = old.hasAttribute("async");
  return script;
};

/** @param {HTMLScriptElement} script */
export const isModule = ({ type }) => /^\s*module\s*$/i.test(type);

/**
 * When a parser would run it: `"parsing"`, at its place in the page; `"deferred"`, after those; `"async"`,
 * whenever it is there; `"data"`, never.
 * @param {HTMLScriptElement} script
 */
export const time = (script) => {
  const module = isModule(script);
  if (!module && (!CLASSIC.test(script.type) || script.noModule)) return "data";
  const { async, defer } = script;
  if (!module && !script.hasAttribute("src")) return "parsing";
  if (async) return "async";
  return module || defer ? "deferred" : "parsing";
};

/**
 * What is to be done with a *script* that *put* brings into the page. A script that has begun runs on whatever its type
 * says from then on, and no text of the page has one that runs; when it has run it goes. Data are there to be read.
 * @param {HTMLScriptElement} script @param {() => boolean} put @returns {Job}
 */
export const once = (script, put) => {
  const data = time(script) === "data" && !script.noModule;
  const read = data && !/^(importmap|speculationrules)$/i.test(script.type);
  const insert = () => {
    const there = put();
    if (there && !read) script.type = "text/plain";
    return there;
  };
  return { script, insert, end: () => data || script.remove() };
};
