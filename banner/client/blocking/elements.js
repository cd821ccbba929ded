// Adds the elements that services load beyond the steps of the first script.

import { createElement, doc } from "../dom.js";

/** @param {Host} host */
export default ({ nonce, siteUrl, trust }) => {
  /** Scripts that are in the page: one that several services need is added once, for each account. */
  const scripts = new Set();

  /**
   * Adds a script or a style sheet to the page; a pixel is only fetched.
   * @param {DeferredElement} element @param {string} service
   */
  return ({ tag, src, attributes }, service) => {
    const address = siteUrl(src);
    const key = JSON.stringify([address, attributes]);
    if (scripts.has(key)) return;
    const element = createElement(tag, { nonce, service });
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    if (tag === "script") {
      scripts.add(key);
      element.src = trust.createScriptURL(address);
    } else if (tag === "link") element.href = address;
    else element.src = address;
    if (tag !== "img") doc.head.append(element);
  };
};
