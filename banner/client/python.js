// Starts Python, once, when it is needed.

/** @param {string} name */
const put = (name) => document.head.appendChild(document.createElement(name));

/**
 * The configuration comes into the page before PyScript does: PyScript that finds none would fetch an
 * interpreter from a public host.
 * @param {Data["python"]} python
 * @param {string} folder
 * @param {Bridge["consent"]} perform
 */
export const starter = (python, folder, perform) => {
  /** @type {Bridge | undefined} */
  let bridge;

  const start = () => {
    if (bridge) return;
    // One for each language of PyScript: one without a configuration would load every plugin there is.
    const interpreter = new URL(python.interpreter, folder).href;
    for (const type of ["py", "mpy"]) {
      put(type + "-config").textContent = JSON.stringify({ interpreter, plugins: python.plugins });
    }
    bridge = /** @type {Bridge} */ (put("script"));
    bridge.id = "consent-python";
    bridge.consent = perform;
    bridge.setAttribute("type", "py");
    bridge.setAttribute("src", new URL(python.source, folder).href);
    import(new URL(python.core, folder).href).then(({ hooks }) => {
      // These run code from text, which a strict policy forbids, and only for workers, which we have none of.
      for (const hook of Object.values(hooks.worker)) hook.clear();
    }, console.error);
  };

  /** Lets Python know of a click; it finds it in the list, now or when it comes. */
  const hear = () => (bridge?.heard || start)();

  return { start, hear };
};

/** Once the page has loaded and has nothing else to do. @param {() => void} start */
export const whenIdle = (start) => {
  const idle = () => (window.requestIdleCallback || setTimeout)(start);
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle);
};

/** After the frame that shows what a click did. @param {() => void} go */
export const afterPaint = (go) => {
  if (document.hidden) go();
  else requestAnimationFrame(() => setTimeout(go));
};
