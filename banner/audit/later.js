// Runs in each document before its own scripts: it is later than it is, by so many milliseconds, and time goes on.
(ahead) => {
  const Own = Date;
  const now = () => Own.now() + ahead;
  window.Date = new Proxy(Own, {
    apply: () => String(new Own(now())),
    construct: (own, given, target) => Reflect.construct(own, given.length ? given : [now()], target),
    get: (own, key) => (key === "now" ? now : Reflect.get(own, key)),
  });
  Own.prototype.constructor = window.Date;
};
