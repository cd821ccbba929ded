// What the browser lists in its own time, by the name that a declaration has for its kind.

const STORES = {
  cache: {
    list: () => caches.keys(),
    drop: (/** @type {string} */ name) => caches.delete(name),
  },
  indexeddb: {
    list: async () => (await indexedDB.databases()).flatMap(({ name }) => name ?? []),
    drop: (/** @type {string} */ name) => indexedDB.deleteDatabase(name),
  },
};

/** @param {keyof typeof STORES} kind */
export const listed = async (kind) => STORES[kind].list();

/** @param {keyof typeof STORES} kind @param {string[]} names */
export const drop = async (kind, names) => {
  for (const name of names) await STORES[kind].drop(name);
};
