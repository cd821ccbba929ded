// Every tree of the page: the document's, and shadow trees, into which neither selectors nor observers reach.

import { attempt } from "../dom.js";

/**
 * @param {(element: any) => void} visit called with each element, once it is there and whenever it comes again
 * @param {(root: Node) => void} watch called with each shadow tree @returns {(part: any) => void} looks at a part of the page
 */
export default (visit, watch) => {
  /** @type {WeakMap<Element, ShadowRoot>} */
  const closed = new WeakMap();

  /** @param {any} part a tree, or part of one */
  const walk = (part) => {
    for (const element of [...(part.host ? [] : [part]), ...part.querySelectorAll("*")]) {
      attempt(() => visit(element));
      const shadow = element.shadowRoot || closed.get(element);
      if (!shadow) continue;
      watch(shadow);
      walk(shadow);
    }
  };

  const { attachShadow } = Element.prototype;
  /** @param {ShadowRootInit} init */
  Element.prototype.attachShadow = function (init) {
    const shadow = attachShadow.call(this, init);
    closed.set(this, shadow);
    watch(shadow);
    return shadow;
  };

  return walk;
};
