// Answers on their way to the site's server: kept until the server says that it has them, in their order.

const UNSENT = "unsent";
/** The server has read it and will never take it. */
const REFUSED = [409, 413, 422];

/** @param {Kit} kit */
export default (kit) => {
  const { data, sites } = kit;
  const { keep, kept, records } = kit.store;
  /** Where storage is denied, this page is all there is. @type {Entry[]} */
  let here = [];
  /** Storage is read each time: another tab may have added to it. @returns {Entry[]} */
  const list = () => kept(UNSENT) || here;
  /** @param {Entry[]} entries */
  const write = (entries) => {
    here = keep(UNSENT, entries.length ? JSON.stringify(entries) : "") ? [] : entries;
  };

  const send = async () => {
    for (let [next] = list(); next; [next] = list()) {
      if (!(await taken(sites(data.server + "answers"), next))) return;
      const { id } = next;
      write(list().filter((entry) => entry.id !== id));
      lookAfter();
    }
  };
  /** The server has set the cookie anew, and may have put it in the place of a later answer. */
  const lookAfter = () => {
    const plan = kept("plan");
    if (kit.hear) kit.hear();
    else if (plan && plan.record !== records()) kit.python();
  };
  /** One after another, over all tabs. What fails stays: the next page, or the network coming back, tries again. */
  const flush = () =>
    data.server && (navigator.locks ? navigator.locks.request("consent." + UNSENT, send) : send()).catch(console.debug);

  /** @param {Entry} entry */
  kit.send = (entry) => {
    write([...list(), entry]);
    flush();
  };
  addEventListener("online", flush);
  flush();
};

/** Whether nothing is left to do about *entry*. @param {string} address @param {Entry} entry */
const taken = async (address, entry) => {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ answers: [entry] }),
    keepalive: true,
    signal: AbortSignal.timeout(10_000),
  });
  if (REFUSED.includes(answer.status)) return true;
  if (!answer.ok) return false;
  const { stored } = await answer.json();
  return stored.includes(entry.id);
};
