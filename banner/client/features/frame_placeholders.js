// The boxes of frames that an author has written: each stands before its frame, and goes where the frame goes.

import { dress } from "../blocking/activated.js";

/** @param {WeakMap<Element, any>} places the box of each item that has one */
export default (places) => {
  /** Who has made a frame takes it out, and knows of no box. */
  const together = new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => /** @type {any[]} */ ([...change.removedNodes]))) {
      if (node.localName === "iframe" && places.get(node)?.nextSibling !== node) places.get(node)?.remove();
    }
  });

  /** Puts its box before a frame, where it does not stand already. @param {HTMLIFrameElement} item */
  const follow = (item) => {
    const box = places.get(item);
    if (item.localName !== "iframe" || !item.parentNode || box.nextSibling === item) return;
    item.before(box);
    together.observe(item.parentNode, { childList: true });
  };

  return {
    follow,
    /** The box is as large as the frame. @param {HTMLIFrameElement} item @param {HTMLElement} box */
    put: (item, box) => {
      const { width, height } = item;
      if (width && height) Object.assign(box.style, { aspectRatio: `${width}/${height}`, maxInlineSize: `${width}px` });
      dress(item);
      item.hidden = true;
      follow(item);
    },
  };
};
