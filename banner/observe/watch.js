// Runs in each document before its own scripts, and tells of what needs the writer's stack. Playwright hears the
// console of every frame on every engine, so that is the way; `mark` stands before what is ours.
(mark) => {
  const info = console.info.bind(console);
  const { stringify } = JSON;
  const { apply, construct, getOwnPropertyDescriptor, defineProperty } = Reflect;
  const told = new Set();
  const tell = (kind, name, stack) => {
    const key = kind + " " + name;
    // Some pages write the same ten thousand times.
    if (told.has(key)) return;
    told.add(key);
    try {
      info(mark + stringify({ kind, name: String(name), frame: location.href, stack: String(stack) }));
    } catch {
      // A page without a console is not told of.
    }
  };
  // All that is ours stands in the stack below this name.
  const observedCall = (kind, name, self, given) => {
    try {
      const { stack } = new Error("observed");
      const read = name(given, self);
      if (read !== undefined) tell(kind, read, stack);
    } catch {
      // What cannot be read is the page's own affair.
    }
  };
  const method = (owner, key, kind, name) => {
    if (typeof owner?.[key] !== "function") return;
    owner[key] = new Proxy(owner[key], {
      apply: (own, self, given) => {
        observedCall(typeof kind === "string" ? kind : kind(self), name, self, given);
        return apply(own, self, given);
      },
    });
  };
  const maker = (key, kind) => {
    if (typeof window[key] !== "function") return;
    window[key] = new Proxy(window[key], {
      construct: (own, given, target) => {
        observedCall(kind, ([address]) => new URL(address, document.baseURI).href, null, given);
        return construct(own, given, target);
      },
    });
  };
  const address = ([first]) => new URL(first, document.baseURI).href;
  const area = (self) => {
    try {
      return self === localStorage ? "local" : "session";
    } catch {
      return "session";
    }
  };
  const cookie = getOwnPropertyDescriptor(Document.prototype, "cookie");
  if (cookie?.set) {
    const set = new Proxy(cookie.set, {
      apply: (own, self, given) => {
        observedCall("cookie", ([text]) => String(text).split("=")[0].trim(), self, given);
        return apply(own, self, given);
      },
    });
    defineProperty(Document.prototype, "cookie", { ...cookie, set });
  }
  const named = ([first]) => (typeof first === "object" ? first?.name : first);
  method(window.CookieStore?.prototype, "set", "cookie", named);
  method(window.Storage?.prototype, "setItem", area, named);
  method(window.IDBFactory?.prototype, "open", "indexeddb", named);
  method(window.CacheStorage?.prototype, "open", "cache", named);
  method(window.Navigator?.prototype, "sendBeacon", "beacon", address);
  method(window.ServiceWorkerContainer?.prototype, "register", "service", address);
  maker("SharedWorker", "shared");
  maker("Worker", "dedicated");
  maker("WebSocket", "socket");
};
