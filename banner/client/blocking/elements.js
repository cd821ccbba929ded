// Adds the elements that services load beyond the steps of the first script.

import { createElement, doc } from "../dom.js";

/**
 * Adds a script or a style sheet to the page; a pixel is only fetched.
 * @param {DeferredElement} element @param {string} service @param {Host} host
 */
export const addElement = ({ tag, src, attributes }, service, { nonce, siteUrl, trust }) => {
  const element = createElement(tag, { nonce, service });
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  const address = siteUrl(src);
  if (tag === "script") element.src = trust.createScriptURL(address);
  else if (tag === "link") element.href = address;
  else element.src = address;
  if (tag !== "img") doc.head.append(element);
};
