// Lists and deletes the page's caches and databases, by the names that declarations have for these kinds of storage.

const AREAS = {
  cache: {
    list: () => caches.keys(),
    drop: (/** @type {string} */ name) => caches.delete(name),
  },
  indexeddb: {
    list: async () => (await indexedDB.databases()).flatMap(({ name }) => name ?? []),
    drop: (/** @type {string} */ name) => indexedDB.deleteDatabase(name),
  },
};

/** @param {keyof typeof AREAS} kind */
export const listNames = async (kind) => AREAS[kind].list();

/** @param {keyof typeof AREAS} kind @param {string[]} names */
export const deleteNames = async (kind, names) => {
  for (const name of names) await AREAS[kind].drop(name);
};
