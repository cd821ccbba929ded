// Every tree of the page: the document's, and shadow trees, into which neither selectors nor observers reach.

/** @param {(element: any) => void} visit called with each element, once it is there and whenever it comes again */
export default (visit) => {
  /** @type {WeakMap<Element, ShadowRoot>} */
  const closed = new WeakMap();

  /** @param {any} root a tree, or part of one */
  const walk = (root) => {
    for (const element of [root, ...root.querySelectorAll("*")]) {
      visit(element);
      const shadow = element.shadowRoot || closed.get(element);
      if (shadow) enter(shadow);
    }
  };

  const late = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node instanceof Element) walk(node);
    }
  });

  /** @param {Document | ShadowRoot} root */
  const watch = (root) => late.observe(root, { childList: true, subtree: true });

  /** @param {Document | ShadowRoot} root */
  const enter = (root) => {
    watch(root);
    walk(root);
  };

  const { attachShadow } = Element.prototype;
  /** @param {ShadowRootInit} init */
  Element.prototype.attachShadow = function (init) {
    const shadow = attachShadow.call(this, init);
    closed.set(this, shadow);
    watch(shadow);
    return shadow;
  };

  return () => enter(document);
};
