// The queue of entries for the consent log, in storage; and those that can never be sent, which are set aside.

const WAITING = "unsent";
const ASIDE = "unsendable";
/** @type {(keyof LogEntry)[]} */
const FIELDS = ["id", "event", "record", "previous", "notice_hash", "language", "scope"];
/** No valid entry is longer, since its record fits into a cookie. */
const MOST_LETTERS = 16_384;
const MOST_ASIDE = 20;
const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** Return a text that is the same for equal entries only. @param {Entry} entry */
export const fingerprint = (entry) => JSON.stringify(FIELDS.map((name) => [name, entry[name]]));

/** Return the entry as it is sent, without the state of its delivery. @param {Entry} entry @returns {LogEntry} */
export const withoutState = (entry) =>
  /** @type {any} */ (Object.fromEntries(FIELDS.map((name) => [name, entry[name]])));

/**
 * Return how long to wait after so many failures, with some chance in it so that browsers do not retry together.
 * @param {number} times
 */
export const delay = (times) => Math.min(SECOND * 2 ** times * (1 + Math.random()), DAY);

/** @param {Host} host */
export default ({ keep, kept }) => {
  /** @returns {any[]} */
  const stored = () => [kept(WAITING) || []].flat();

  /** @param {Entry[]} entries */
  const save = (entries) => keep(WAITING, entries.length ? JSON.stringify(entries) : "");

  /** Sets an entry aside that can never be sent, and tells the author. @param {unknown} one @param {string} why */
  const keepAside = (one, why) => {
    console.error(`An entry for the consent log can never be sent: ${why}. It is kept in consent.${ASIDE}.`, one);
    const aside = [kept(ASIDE) || [], one].flat();
    if (!keep(ASIDE, JSON.stringify(aside.slice(-MOST_ASIDE)))) keep(ASIDE, JSON.stringify([one]));
  };

  /** Entries that did not fit into storage; this page alone has them. @type {Entry[]} */
  let unsaved = [];

  /** Writes the entries to storage; if it is full, those that are there already stay. @param {Entry[]} entries */
  const write = (entries) => {
    unsaved = [];
    if (save(entries)) return;
    const known = stored().filter(isEntry).map(fingerprint);
    save(entries.filter((entry) => known.includes(fingerprint(entry))));
    unsaved = entries.filter((entry) => !known.includes(fingerprint(entry)));
  };

  /**
   * Return all waiting entries. They are read each time, since another tab may have added some. Storage can hold
   * anything: what is not an entry is set aside.
   */
  const waiting = () => {
    const found = stored();
    const known = found.filter(isEntry).map(fingerprint);
    const entries = [...found.filter(isEntry), ...unsaved.filter((entry) => !known.includes(fingerprint(entry)))];
    if (known.length < found.length) {
      write(entries);
      for (const one of found) if (!isEntry(one)) keepAside(one, "it is none");
    }
    return entries;
  };

  /** @param {Entry} entry */
  const remove = (entry) => write(waiting().filter((one) => fingerprint(one) !== fingerprint(entry)));

  return {
    waiting,
    remove,
    /** @param {Entry} entry */
    add: (entry) => write([...waiting(), entry]),
    /** Return the entries that are due, in their order. */
    due: () => waiting().filter((entry) => remaining(entry) <= 0),
    /**
     * Return the milliseconds until the next entry is due. One that has become due while others were sent counts if
     * *well*: none is left then that has just failed.
     * @param {boolean} well
     */
    next: (well) =>
      Math.min(
        ...waiting()
          .map((entry) => Math.max(remaining(entry), 0))
          .filter((left) => well || left > 0),
      ),
    /** Puts off an entry, longer each time; it keeps its place. @param {Entry} entry */
    putOff: (entry) => {
      const tries = number(entry.tries) + 1;
      const later = { ...entry, tries, due: Date.now() + delay(tries) };
      write(waiting().map((one) => (fingerprint(one) === fingerprint(entry) ? later : one)));
    },
    /** @param {Entry} entry @param {string} why */
    setAside: (entry, why) => {
      remove(entry);
      keepAside(withoutState(entry), why);
    },
  };
};

/** Return whether it can be sent; the log judges its content. @param {any} one @returns {one is Entry} */
const isEntry = (one) =>
  !!one && FIELDS.every((name) => typeof one[name] === "string") && fingerprint(one).length < MOST_LETTERS;

/** Return a number from storage, which can hold anything. @param {unknown} value */
const number = (value) => (Number.isFinite(value) ? Math.max(/** @type {number} */ (value), 0) : 0);

/**
 * Return the milliseconds until *entry* is due; a clock that was ahead must not delay it for ever.
 * @param {Entry} entry
 */
const remaining = (entry) => {
  const left = number(entry.due) - Date.now();
  return left > DAY ? 0 : left;
};
