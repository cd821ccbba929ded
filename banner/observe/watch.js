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
  // Nothing but the call itself tells who has made a picture ask for its address.
  const property = (owner, key, name = address) => {
    const found = getOwnPropertyDescriptor(window[owner]?.prototype ?? {}, key);
    if (!found?.set) return;
    const set = new Proxy(found.set, {
      apply: (own, self, given) => {
        observedCall("asked", name, self, given);
        return apply(own, self, given);
      },
    });
    defineProperty(window[owner].prototype, key, { ...found, set });
  };
  // To erase a cookie is to write one that has ended.
  const written = (text) => {
    const age = /;\s*max-age\s*=\s*(-?\d+)/i.exec(text)?.[1];
    const end = /;\s*expires\s*=([^;]*)/i.exec(text)?.[1];
    const gone = age === undefined ? end && Date.parse(end) <= Date.now() : Number(age) <= 0;
    return gone ? undefined : text.split("=")[0].trim();
  };
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
        observedCall("cookie", ([text]) => written(String(text)), self, given);
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
  maker("EventSource", "asked");
  method(window, "fetch", "asked", ([first]) => address([first?.url ?? first]));
  method(window.XMLHttpRequest?.prototype, "open", "asked", ([, second]) => address([second]));
  for (const one of ["Image", "Script", "IFrame", "Media", "Source", "Embed", "Track", "Input"]) {
    property(`HTML${one}Element`, "src");
  }
  property("HTMLLinkElement", "href");
  property("HTMLObjectElement", "data");
  property("HTMLVideoElement", "poster");
  const first = ([set]) => address(String(set).trim().split(/\s/));
  for (const one of ["Image", "Source"]) property(`HTML${one}Element`, "srcset", first);
  const loads = { src: "", data: "", poster: "", href: "LINK" };
  method(window.Element?.prototype, "setAttribute", "asked", ([name, value], { tagName }) =>
    [tagName, ""].includes(loads[String(name).toLowerCase()]) ? address([value]) : undefined,
  );
};
