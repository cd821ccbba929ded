// Gated elements: frames load, and scripts run in document order, each once, whenever they arrive.

import { all, make } from "../dom.js";

const GATED = "script[type='text/plain'][data-service],iframe[data-service][data-src]";

/** @param {Kit} kit */
export default (kit) => {
  const woken = new WeakSet();
  let order = Promise.resolve();

  const look = () => {
    const opened = kit.opened();
    for (const node of all(GATED)) {
      if (woken.has(node) || !opened.includes(node.dataset.service)) continue;
      woken.add(node);
      if (node.localName === "iframe") show(node);
      else order = order.then(() => revive(node));
    }
  };

  /**
   * A script that was parsed as text never runs: a copy takes its place. Classic scripts run one after another
   * in document order, so each is waited for, whether it loads or fails.
   * @param {HTMLScriptElement} gated
   */
  const revive = (gated) => {
    const { src, type } = gated.dataset;
    const script = make("script", { nonce: kit.nonce });
    for (const { name, value } of gated.attributes) {
      if (!/^(data-)?(type|src)$|^nonce$/.test(name)) script.setAttribute(name, value);
    }
    if (type) script.type = type;
    script.text = kit.trust.createScript(gated.text);
    if (src) script.src = kit.trust.createScriptURL(src);
    script.async = gated.hasAttribute("async");
    return /** @type {Promise<any>} */ (
      new Promise((done) => {
        if (src && !script.async) script.onload = script.onerror = done;
        else done(0);
        gated.replaceWith(script);
      })
    );
  };

  kit.awake[0] = look;
  look();
};

/** @param {HTMLIFrameElement} frame */
const show = (frame) => {
  frame.src = frame.dataset.src || "";
  // It waits no longer.
  delete frame.dataset.src;
};
