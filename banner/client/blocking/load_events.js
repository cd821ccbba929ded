// The moments of a page that has loaded already: those who listen for them in gated scripts are called once, and
// the page is told nothing a second time.

/** @type {[EventTarget, string[]][]} */
const MOMENTS = [
  [document, ["DOMContentLoaded", "readystatechange"]],
  [window, ["DOMContentLoaded", "load"]],
];
/** Where handlers stand, whose they are, and what they are called for. @type {[any, string, EventTarget, string][]} */
const HANDLERS = [
  [document, "onreadystatechange", document, "readystatechange"],
  [window, "onload", window, "load"],
  [HTMLBodyElement.prototype, "onload", window, "load"],
];

/** @param {EventTarget} target @param {string} type */
const heard = (target, type) => new Promise((done) => target.addEventListener(type, done, { once: true }));

/** @param {Who} who @returns {Moments} */
export default (who) => {
  const [times] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const loaded = document.readyState === "complete" || heard(window, "load");
  const parsed = times?.domContentLoadedEventStart > 0 || Promise.race([loaded, heard(document, "DOMContentLoaded")]);
  /** @type {Listener[]} */
  let waiting = [];

  /** @param {Listener} one */
  const wait = (one) => {
    const known = waiting.some(
      ({ target, type, listener }) => target === one.target && type === one.type && listener === one.listener,
    );
    if (!known) waiting.push(one);
  };

  for (const [target, types] of MOMENTS) {
    const { addEventListener, removeEventListener } = target;
    /** @this {any} @param {string} type @param {any} listener @param {any} options */
    target.addEventListener = function (type, listener, options) {
      const script = (this ?? target) === target && types.includes(type) && listener && who.author();
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
      // What the page has set was, or will be, called by the browser: a gated script that calls it too, as scripts
      // do with what they replace, would call it twice.
      get() {
        return who.author() ? (mine()?.listener ?? null) : get?.call(this);
      },
      set(listener) {
        const script = who.author();
        if (!script) return set?.call(this, listener);
        waiting = waiting.filter((one) => one !== mine());
        if (typeof listener === "function") wait({ target, type, listener, script, handler: true });
      },
    });
  }

  /** @param {string} type */
  const tell = (type) => {
    for (const [target] of MOMENTS) {
      const now = waiting.filter((one) => one.target === target && one.type === type);
      waiting = waiting.filter((one) => !now.includes(one));
      for (const one of now) call(who, one);
    }
  };

  return {
    parsed: async () => {
      await parsed;
      tell("DOMContentLoaded");
    },
    loaded: async () => {
      await parsed;
      await loaded;
      tell("readystatechange");
      tell("load");
    },
  };
};

/** Where a property of *object* is defined. @param {any} object @param {string} name @returns {PropertyDescriptor} */
const accessor = (object, name) =>
  Object.getOwnPropertyDescriptor(object, name) || accessor(Object.getPrototypeOf(object), name);

/** @param {Who} who @param {Listener} one */
const call = (who, { target, type, listener, script, signal }) => {
  if (signal?.aborted) return;
  const event = new Event(type, { bubbles: type === "DOMContentLoaded" });
  Object.defineProperties(event, { target: { value: document }, currentTarget: { value: target } });
  try {
    who.as(script, () => (listener.handleEvent ? listener.handleEvent(event) : listener.call(target, event)));
  } catch (error) {
    reportError(error);
  }
};
