// Activates blocked elements that only load something: pictures, style sheets, films, sound, objects.

import { webAddress } from "./web_address.js";

/** The elements that can wait so. */
export const RESOURCES = /^(img|link|video|audio|source|track|object|embed)$/;

/**
 * Has an element load what it waits for. It stays the page's own, which scripts and styles of the page know.
 * @param {any} element @param {Trust} trust
 */
export const loadResource = (element, trust) => {
  const { src, href, poster, data, srcset } = element.dataset;
  for (const [name, address] of Object.entries({ src, href, poster, data })) {
    if (address === undefined || !webAddress(element, `data-${name}`, address)) continue;
    element.setAttribute(name, /^(object|embed)$/.test(element.localName) ? trust.createScriptURL(address) : address);
  }
  // Of pictures alone, which run nothing.
  if (srcset !== undefined) element.srcset = srcset;
  // A film looks for its sources once.
  if (element.localName === "source") element.parentElement?.load?.();
};
