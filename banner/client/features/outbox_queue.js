// The entries that wait for the site's log, in storage; and beside them what no log will ever take.

const WAITING = "unsent";
const ASIDE = "unsendable";
/** @type {(keyof LogEntry)[]} */
const FIELDS = ["id", "event", "record", "previous", "notice_hash", "language", "scope"];
/** No entry is longer: its record fits into a cookie. */
const MOST_LETTERS = 16_384;
const MOST_ASIDE = 20;
const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** The entry as the log wants it, which is also what tells it from others. @param {Entry} entry */
export const letter = (entry) => JSON.stringify(FIELDS.map((name) => [name, entry[name]]));

/** What of it is sent. @param {Entry} entry @returns {LogEntry} */
export const plain = (entry) => /** @type {any} */ (Object.fromEntries(FIELDS.map((name) => [name, entry[name]])));

/** Longer after each of *times* that something failed, and not the same for all browsers. @param {number} times */
export const pause = (times) => Math.min(SECOND * 2 ** times * (1 + Math.random()), DAY);

/** @param {Host} host */
export default ({ keep, kept }) => {
  /** @returns {any[]} */
  const stored = () => [kept(WAITING) || []].flat();

  /** @param {Entry[]} entries */
  const put = (entries) => keep(WAITING, entries.length ? JSON.stringify(entries) : "");

  /** Says to the author that *one* can never be sent, and keeps it for them. @param {unknown} one @param {string} why */
  const tell = (one, why) => {
    console.error(`An entry for the consent log can never be sent: ${why}. It is kept in consent.${ASIDE}.`, one);
    const aside = [kept(ASIDE) || [], one].flat();
    if (!keep(ASIDE, JSON.stringify(aside.slice(-MOST_ASIDE)))) keep(ASIDE, JSON.stringify([one]));
  };

  /** What storage does not take: this page is all there is. @type {Entry[]} */
  let here = [];

  /** Where there is no room for all, those that are there already stay, and the others are here. @param {Entry[]} entries */
  const write = (entries) => {
    here = [];
    if (put(entries)) return;
    const known = stored().filter(isEntry).map(letter);
    put(entries.filter((entry) => known.includes(letter(entry))));
    here = entries.filter((entry) => !known.includes(letter(entry)));
  };

  /**
   * All that waits. Storage is read each time: another tab may have added to it. It can hold anything, and what is no
   * entry is out of the way after this.
   */
  const waiting = () => {
    const found = stored();
    const known = found.filter(isEntry).map(letter);
    const entries = [...found.filter(isEntry), ...here.filter((entry) => !known.includes(letter(entry)))];
    if (known.length < found.length) {
      write(entries);
      for (const one of found) if (!isEntry(one)) tell(one, "it is none");
    }
    return entries;
  };

  /** @param {Entry} entry */
  const remove = (entry) => write(waiting().filter((one) => letter(one) !== letter(entry)));

  return {
    waiting,
    remove,
    /** @param {Entry} entry */
    add: (entry) => write([...waiting(), entry]),
    /** Those whose time has come, in their order. */
    due: () => waiting().filter((entry) => wait(entry) <= 0),
    /** Milliseconds until the next that is put off has its turn. */
    next: () =>
      Math.min(
        ...waiting()
          .map(wait)
          .filter((left) => left > 0),
      ),
    /** It keeps its place, and waits longer each time. @param {Entry} entry */
    putOff: (entry) => {
      const tries = number(entry.tries) + 1;
      const later = { ...entry, tries, due: Date.now() + pause(tries) };
      write(waiting().map((one) => (letter(one) === letter(entry) ? later : one)));
    },
    /** @param {Entry} entry @param {string} why */
    setAside: (entry, why) => {
      remove(entry);
      tell(plain(entry), why);
    },
  };
};

/** Whether it can be sent at all; what it says is the log's to judge. @param {any} one @returns {one is Entry} */
const isEntry = (one) =>
  !!one && FIELDS.every((name) => typeof one[name] === "string") && letter(one).length < MOST_LETTERS;

/** A number from storage, which can hold anything. @param {unknown} value */
const number = (value) => (Number.isFinite(value) ? Math.max(/** @type {number} */ (value), 0) : 0);

/** Milliseconds that it has to wait; a clock that was ahead must not make it wait for ever. @param {Entry} entry */
const wait = (entry) => {
  const left = number(entry.due) - Date.now();
  return left > DAY ? 0 : left;
};
