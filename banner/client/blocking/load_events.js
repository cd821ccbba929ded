// Events of loading, for scripts that are activated after the page has loaded: their listeners are called once, and
// those of the page are not called again.

/** @type {[EventTarget, string[]][]} */
const EVENTS = [
  [document, ["DOMContentLoaded", "readystatechange"]],
  [window, ["DOMContentLoaded", "load"]],
];
/**
 * Handler properties: the object that has it, its name, the target, and the event.
 * @type {[any, string, EventTarget, string][]}
 */
const HANDLERS = [
  [document, "onreadystatechange", document, "readystatechange"],
  [window, "onload", window, "load"],
  [HTMLBodyElement.prototype, "onload", window, "load"],
];

/** @param {EventTarget} target @param {string} type */
const nextEvent = (target, type) => new Promise((done) => target.addEventListener(type, done, { once: true }));

/** @param {CurrentScript} current @returns {LoadEvents} */
export default (current) => {
  const [times] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const loaded = document.readyState === "complete" || nextEvent(window, "load");
  const parsed =
    times?.domContentLoadedEventStart > 0 || Promise.race([loaded, nextEvent(document, "DOMContentLoaded")]);
  /** @type {Listener[]} */
  let waiting = [];

  /** @param {Listener} one */
  const wait = (one) => {
    const known = waiting.some(
      ({ target, type, listener }) => target === one.target && type === one.type && listener === one.listener,
    );
    if (!known) waiting.push(one);
  };

  for (const [target, types] of EVENTS) {
    const { addEventListener, removeEventListener } = target;
    /** @this {any} @param {string} type @param {any} listener @param {any} options */
    target.addEventListener = function (type, listener, options) {
      const script = (this ?? target) === target && types.includes(type) && listener && current.running();
      if (script) wait({ target, type, listener, script, signal: options?.signal });
      else addEventListener.call(this ?? target, type, listener, options);
    };
    /** @this {any} @param {string} type @param {any} listener @param {any} options */
    target.removeEventListener = function (type, listener, options) {
      const from = this ?? target;
      waiting = waiting.filter((one) => one.target !== from || one.type !== type || one.listener !== listener);
      removeEventListener.call(from, type, listener, options);
    };
  }

  for (const [holder, name, target, type] of HANDLERS) {
    const { get, set } = accessor(holder, name);
    const mine = () => waiting.find((one) => one.handler && one.target === target && one.type === type);
    Object.defineProperty(holder, name, {
      configurable: true,
      enumerable: true,
      // The browser calls the page's own handler. An activated script that wraps the handler it finds, as many do, must
      // not call it a second time.
      get() {
        return current.running() ? (mine()?.listener ?? null) : get?.call(this);
      },
      set(listener) {
        const script = current.running();
        if (!script) return set?.call(this, listener);
        waiting = waiting.filter((one) => one !== mine());
        if (typeof listener === "function") wait({ target, type, listener, script, handler: true });
      },
    });
  }

  /** @param {string} type */
  const fire = (type) => {
    for (const [target] of EVENTS) {
      const now = waiting.filter((one) => one.target === target && one.type === type);
      waiting = waiting.filter((one) => !now.includes(one));
      for (const one of now) call(current, one);
    }
  };

  return {
    fireParsed: async () => {
      await parsed;
      fire("DOMContentLoaded");
    },
    fireLoaded: async () => {
      await parsed;
      await loaded;
      fire("readystatechange");
      fire("load");
    },
  };
};

/**
 * Return the descriptor of an inherited property.
 * @param {any} object @param {string} name @returns {PropertyDescriptor}
 */
const accessor = (object, name) =>
  Object.getOwnPropertyDescriptor(object, name) || accessor(Object.getPrototypeOf(object), name);

/** @param {CurrentScript} current @param {Listener} one */
const call = (current, { target, type, listener, script, signal }) => {
  if (signal?.aborted) return;
  const event = new Event(type, { bubbles: type === "DOMContentLoaded" });
  Object.defineProperties(event, { target: { value: document }, currentTarget: { value: target } });
  try {
    current.runAs(script, () => (listener.handleEvent ? listener.handleEvent(event) : listener.call(target, event)));
  } catch (error) {
    reportError(error);
  }
};
