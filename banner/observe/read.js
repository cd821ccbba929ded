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
  return {
    frame: location.href,
    local: await keys("localStorage"),
    session: await keys("sessionStorage"),
    indexeddb: await soon(async () => (await indexedDB.databases()).map(({ name }) => name)),
    cache: await soon(() => caches.keys()),
    service: await soon(async () =>
      (await navigator.serviceWorker.getRegistrations()).map(
        ({ active, waiting, installing }) => (active ?? waiting ?? installing).scriptURL,
      ),
    ),
    hints: [...document.querySelectorAll("link[rel][href]")].map(({ rel, href, outerHTML }) => [rel, href, outerHTML]),
    frames: [...document.querySelectorAll("iframe,frame,embed,object")].map((one) => [
      one.src || one.data || "",
      one.outerHTML.slice(0, one.outerHTML.indexOf(">") + 1),
    ]),
  };
};
