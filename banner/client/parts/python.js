// Starts Python, once, when it is needed.

import { announce, attempt, make } from "../dom.js";
import { keep, kept } from "../store.js";

/**
 * Gives the way to start Python, or to let it know of a click where it runs already.
 * @param {Kit} kit
 */
export default (kit) => {
  /** @type {Promise<Bridge> | undefined} */
  let bridge;
  return async (/** @type {boolean | undefined} */ idle) => {
    if (idle) await whenIdle();
    bridge ||= start(kit);
    const script = await bridge;
    await afterPaint();
    script.heard?.();
  };
};

/**
 * The configuration comes into the page before PyScript does: PyScript that finds none would fetch an
 * interpreter from a public host.
 * @param {Kit} kit
 */
const start = async (kit) => {
  const { data, ours } = kit;
  const { core, plugins, source } = data.runtime;
  const interpreter = ours(data.runtime.interpreter);
  const shown = () => [data.language, data.texts];
  const close = (/** @type {string[]} */ ids) => {
    for (const { close, settings } of ids.map((id) => data.services[id])) attempt(() => close?.(settings));
  };
  /** @type {Record<string, (...args: any[]) => unknown>} */
  const deeds = Object.assign(kit, { announce, close, keep, kept, shown });
  // What else Python may want to do: tell a server, show a notice.
  await kit.run(data.parts);
  await afterPaint();
  // One for each language of PyScript: one without a configuration would load every plugin there is.
  for (const type of ["py", "mpy"]) put(type + "-config").textContent = JSON.stringify({ interpreter, plugins });
  const bridge = /** @type {Bridge} */ (put("script"));
  bridge.id = "consent-python";
  bridge.consent = (deed, args) => JSON.stringify(deeds[deed](...JSON.parse(args)) ?? null);
  bridge.setAttribute("type", "py");
  bridge.setAttribute("src", ours(source));
  import(ours(core)).then(({ hooks }) => {
    // These run code from text, which a strict policy forbids, and only for workers, which we have none of.
    for (const hook of Object.values(hooks.worker)) hook.clear();
  }, console.error);
  return bridge;
};

/** @param {string} name */
const put = (name) => document.head.appendChild(make(name));

/** Once the page has loaded and has nothing else to do. */
const whenIdle = async () => {
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done));
  await new Promise((done) => (window.requestIdleCallback || setTimeout)(done));
};

/** After the frame that shows what a click did. */
const afterPaint = async () => {
  if (!document.hidden) await new Promise(requestAnimationFrame);
  await new Promise((done) => setTimeout(done));
};
