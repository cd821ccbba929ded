// Read in each document once it rests: what is kept, and what is written into it that contacts hosts ahead.
async () => {
  const patience = new Promise((give) => setTimeout(give, 2000, []));
  const soon = async (ask) => {
    try {
      return await Promise.race([ask(), patience]);
    } catch {
      return [];
    }
  };
  const keys = (name) => soon(() => Object.keys(window[name]));
  const [local, session, indexeddb, cache, service] = await Promise.all([
    keys("localStorage"),
    keys("sessionStorage"),
    soon(async () => (await indexedDB.databases()).map(({ name }) => name)),
    soon(() => caches.keys()),
    soon(async () =>
      (await navigator.serviceWorker.getRegistrations()).map(
        ({ active, waiting, installing }) => (active ?? waiting ?? installing).scriptURL,
      ),
    ),
  ]);
  return {
    frame: location.href,
    local,
    session,
    indexeddb,
    cache,
    service,
    hints: [...document.querySelectorAll("link[rel][href]")].map(({ rel, href, outerHTML }) => [rel, href, outerHTML]),
    frames: [...document.querySelectorAll("iframe,frame,embed,object")].map((one) => [
      one.src || one.data || "",
      one.outerHTML.slice(0, one.outerHTML.indexOf(">") + 1),
    ]),
  };
};
