// Opens services, each once: their own scripts, then the elements of the page that wait for them.

const GATED = "script[type='text/plain'][data-service],iframe[data-service][data-src]";

/**
 * @param {Record<string, Code>} services
 * @param {string} site the folder that addresses of the declaration are relative to
 * @param {string} nonce
 */
export const gate = (services, site, nonce) => {
  /** @type {Set<string>} */
  const opened = new Set();
  /** @type {WeakSet<Element>} */
  const woken = new WeakSet();
  let order = Promise.resolve();

  /** @param {string[]} ids */
  const open = (ids) => {
    for (const id of ids) {
      const code = services[id];
      if (!code || opened.has(id)) continue;
      if (!opened.size) watch();
      opened.add(id);
      for (const step of code.open) run(step, code);
    }
    wake();
  };

  /** @param {string[]} ids */
  const close = (ids) => {
    for (const id of ids) {
      const { close, settings = {} } = services[id];
      attempt(() => close?.(settings));
    }
  };

  /** @param {Code["open"][number]} step @param {Code} code */
  const run = (step, { settings = {} }) => {
    if (typeof step === "function") return attempt(() => step(settings));
    const script = fresh();
    script.src = new URL(step.src, site).href;
    if (step.module) script.type = "module";
    script.async = true;
    document.head.append(script);
  };

  const wake = () => {
    for (const node of document.querySelectorAll(GATED)) {
      if (woken.has(node) || !opened.has(node.getAttribute("data-service") || "")) continue;
      woken.add(node);
      if (node instanceof HTMLIFrameElement) node.src = node.dataset.src || "";
      else order = order.then(() => revive(/** @type {HTMLScriptElement} */ (node)));
    }
  };

  /**
   * A script that was parsed as text never runs: a copy takes its place. Classic scripts run one after
   * another in document order, so each is waited for, whether it loads or fails.
   * @param {HTMLScriptElement} gated
   */
  const revive = (gated) => {
    const script = fresh();
    for (const { name, value } of gated.attributes) {
      if (!/^(data-)?(type|src)$|^nonce$/.test(name)) script.setAttribute(name, value);
    }
    if (gated.dataset.type) script.type = gated.dataset.type;
    script.text = gated.text;
    const src = gated.dataset.src;
    if (src) script.src = src;
    script.async = gated.hasAttribute("async");
    return /** @type {Promise<void>} */ (
      new Promise((done) => {
        const waits = src && !script.async;
        if (waits) script.onload = script.onerror = () => done();
        gated.replaceWith(script);
        if (!waits) done();
      })
    );
  };

  /** Elements that arrive later are treated like the first ones; before anything is open they wait anyway. */
  const watch = () =>
    new MutationObserver((changes) => {
      /** @type {any[]} */
      const nodes = changes.flatMap((change) => [...change.addedNodes]);
      if (nodes.some((node) => node.matches?.(GATED) || node.querySelector?.(GATED))) wake();
    }).observe(document, { childList: true, subtree: true });

  const fresh = () => {
    const script = document.createElement("script");
    if (nonce) script.nonce = nonce;
    return script;
  };

  return { open, close, opened: () => [...opened] };
};

/** One vendor's fault must not stop another. @param {() => void} step */
const attempt = (step) => {
  try {
    step();
  } catch (error) {
    console.error(error);
  }
};
