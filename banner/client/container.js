// Where all of ours stands: in an element of its own, which is no part of the page. It stands behind the body, where no
// router, framework or style sheet of the page counts it; until the page has loaded and rests, at the end of the body,
// which is the one place where a framework that takes over the whole document lets a stranger be (React 18).

import { createElement, doc, html } from "./dom.js";

/** After so long a page that has loaded has taken over what its server sent. */
const RESTS = 2000; // milliseconds

/** @type {any} */
let container;
/** Whether the page has come to rest. */
let rests = false;

// A second tag of ours sees by its name that it is one too many.
customElements.define(
  "consent-ui",
  class extends HTMLElement {
    connectedCallback() {
      // A copy, which a router has kept of the page, is dead.
      if (this !== container) this.remove();
    }
    // Whoever has put another body into the page did not mean us. An element that is moved comes here too.
    disconnectedCallback() {
      requestAnimationFrame(() => this.isConnected || settle());
    }
  },
);

/** Has all of ours stand in *parent*, unless that takes the focus or the place of reading. @param {Element} [parent] */
export const settle = (parent = rests ? html() : doc.body) => {
  if (container.parentNode === parent || container.querySelector(":focus,:modal")) return;
  parent.append(container);
  for (const layer of container.children) {
    if (layer.open) {
      layer.open = false;
      layer.showModal();
    } else if (layer.popover && !layer.hidden) layer.togglePopover(true);
  }
};

const rest = () => {
  rests = true;
  // It may be in a dialog of the page.
  if (container.parentNode === doc.body) settle();
};

/** Puts *element* where all of ours stands. @param {Element} element */
export const stand = (element) => {
  if (!container) {
    container = createElement("consent-ui");
    const wait = () => setTimeout(rest, RESTS);
    if (doc.readyState === "complete") wait();
    else addEventListener("load", wait);
  }
  container.append(element);
  if (!container.isConnected) settle();
};

/** Gives all of ours its own size in a page whose style zooms. The browser has reckoned the zoom. */
export const resize = () => {
  if (container) container.style.zoom = 1 / container.parentNode?.currentCSSZoom;
};

/** Whether the focus is in something of ours that stands there. */
export const hasFocus = () => container?.contains(doc.activeElement);
