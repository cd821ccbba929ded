// The placeholders of frames that the page's author has written. Each stands before its frame and follows it.

import { addStyles } from "../blocking/activated.js";

/** @param {WeakMap<Element, any>} placeholders by their item */
export default (placeholders) => {
  /** @type {WeakMap<HTMLIFrameElement, Partial<CSSStyleDeclaration>>} */
  const places = new WeakMap();

  /** Removes the placeholder when the page takes out the frame. */
  const followMoves = new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => /** @type {any[]} */ ([...change.removedNodes]))) {
      if (node.localName === "iframe" && placeholders.get(node)?.nextSibling !== node) placeholders.get(node)?.remove();
    }
  });

  /** Puts the placeholder before its frame if it is not there already. @param {HTMLIFrameElement} item */
  const follow = (item) => {
    const box = placeholders.get(item);
    if (item.localName !== "iframe" || !item.parentNode || box.nextSibling === item) return;
    item.before(box);
    followMoves.observe(item.parentNode, { childList: true });
  };

  return {
    follow,
    /** Puts a placeholder before a frame, which takes its place and size. @param {HTMLIFrameElement} item @param {HTMLElement} box */
    put: (item, box) => {
      // A hidden frame has no place, so it is looked at once.
      if (!places.has(item)) places.set(item, placeOf(item));
      Object.assign(box.style, places.get(item));
      addStyles(item);
      item.hidden = true;
      follow(item);
    },
  };
};

/**
 * Return the styles of something that takes the place of *frame*: pages stretch frames over boxes of a certain ratio, and
 * give them sizes by attributes or by rules. None where the page shows no frame.
 * @param {HTMLIFrameElement} frame @returns {Partial<CSSStyleDeclaration>}
 */
const placeOf = (frame) => {
  const { offsetWidth: width, offsetHeight: height, parentElement } = frame;
  if (!width || !height || !parentElement) return {};
  const { aspectRatio, display, inset, margin, position, verticalAlign } = getComputedStyle(frame);
  const common = { margin, minBlockSize: "0", overflow: "auto" };
  if (/absolute|fixed/.test(position)) {
    const { offsetParent } = frame;
    const part = (/** @type {number} */ size, /** @type {number} */ of = size) => `${(100 * size) / of}%`;
    const size = {
      inlineSize: part(width, offsetParent?.clientWidth),
      blockSize: part(height, offsetParent?.clientHeight),
    };
    return { ...common, ...size, inset, position };
  }
  const { paddingLeft, paddingRight } = getComputedStyle(parentElement);
  const room = parentElement.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  // Without the words in it, its lower edge stands on the line, as that of a frame does.
  const inline = display === "inline" ? { contain: "layout", display: "inline-grid", verticalAlign } : {};
  const blockSize = aspectRatio === "auto" ? `${height}px` : "auto";
  const inlineSize = Math.abs(width - room) < 1 ? "100%" : `${width}px`;
  return { ...common, ...inline, aspectRatio, blockSize, inlineSize, maxInlineSize: "100%" };
};
