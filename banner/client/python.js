// Starts Python, once, when it is needed.

import { make, ours } from "./dom.js";

/** @type {Bridge | undefined} */
let bridge;

/** @param {string} name */
const put = (name) => document.head.appendChild(make(name));

/**
 * The configuration comes into the page before PyScript does: PyScript that finds none would fetch an
 * interpreter from a public host.
 * @param {Record<string, (...args: any[]) => unknown>} deeds what Python can have done here, by name
 */
export const start = (deeds) => {
  if (bridge) return;
  const { core, plugins, source } = DATA.python;
  const interpreter = ours(DATA.python.interpreter);
  // One for each language of PyScript: one without a configuration would load every plugin there is.
  for (const type of ["py", "mpy"]) put(type + "-config").textContent = JSON.stringify({ interpreter, plugins });
  bridge = /** @type {Bridge} */ (put("script"));
  bridge.id = "consent-python";
  bridge.consent = (deed, args) => JSON.stringify(deeds[deed](...JSON.parse(args)) ?? null);
  bridge.setAttribute("type", "py");
  bridge.setAttribute("src", ours(source));
  import(ours(core)).then(({ hooks }) => {
    // These run code from text, which a strict policy forbids, and only for workers, which we have none of.
    for (const hook of Object.values(hooks.worker)) hook.clear();
  }, console.error);
};

/** Lets Python know of a click, if it is there; it finds the click in the list. */
export const hear = () => bridge?.heard?.();

/** Once the page has loaded and has nothing else to do. @param {() => void} go */
export const whenIdle = (go) => {
  const idle = () => (window.requestIdleCallback || setTimeout)(go);
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle);
};

/** After the frame that shows what a click did. @param {() => void} go */
export const afterPaint = (go) => {
  if (document.hidden) go();
  else requestAnimationFrame(() => setTimeout(go));
};
