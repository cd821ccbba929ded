// The files of MicroPython, in place of Emscripten's, which knows links, devices and rights, too. Modules in Python are
// handed over in files, and what Python prints goes into two of them.

// How the program names errors, what it opens a file for, and what a path is.
const NOT_OPEN = 8;
const EXISTS = 20;
const MISSING = 44;
const UNKNOWN = 52;
const CREATE = 0o100;
const EMPTY = 0o1000;
const FOLDER = 0o040777;
const FILE = 0o100666;
// How long what it is told of a file is; where in it stand its kind and its length.
const STATUS = 96;
const KIND = 4;
const LENGTH = 24;
/** What Python here never does to files. */
const NEVER = "chdir fstat64 getdents64 lstat64 newfstatat poll renameat rmdir statfs64 unlinkat";

/**
 * Return the functions that the program calls, which work on its `memory`, and one that writes a file.
 * @param {(bytes: Uint8Array) => void} out hears what is printed
 * @param {(bytes: Uint8Array) => void} err hears what is printed of errors
 */
export default (out, err) => {
  /** What is in each file; a folder has nothing. @type {Map<string, Uint8Array | undefined>} */
  const contents = new Map([["", undefined]]);
  /** What is open, by its number. @type {(Opened | typeof out | undefined)[]} */
  const open = [undefined, out, err];
  /** @type {Record<string, (...given: number[]) => number>} */
  const calls = {
    __syscall_getcwd(at) {
      bytes(at, 2).set([47, 0]);
      return 2;
    },
    __syscall_stat64(path, at) {
      const name = pathAt(path);
      if (!contents.has(name)) return -MISSING;
      const content = contents.get(name);
      bytes(at, STATUS).fill(0);
      setNumber(at + KIND, content ? FILE : FOLDER);
      setNumber(at + LENGTH, content?.length ?? 0);
      return 0;
    },
    __syscall_mkdirat(_, path) {
      const name = pathAt(path);
      if (contents.has(name)) return -EXISTS;
      contents.set(name, undefined);
      return 0;
    },
    __syscall_openat(_, path, how) {
      const name = pathAt(path);
      const there = contents.get(name);
      if (!there && !(how & CREATE)) return -MISSING;
      if (!there || how & EMPTY) contents.set(name, new Uint8Array());
      return open.push({ name, at: 0 }) - 1;
    },
    fd_close(number) {
      open[number] = undefined;
      return 0;
    },
    fd_read: (number, list, count, total) =>
      piecewise(number, list, count, total, (file, piece) => {
        const read = content(file).subarray(file.at, file.at + piece.length);
        piece.set(read);
        file.at += read.length;
        return read.length;
      }),
    fd_write: (number, list, count, total) =>
      piecewise(number, list, count, total, (file, piece) => {
        contents.set(file.name, new Uint8Array([...content(file), ...piece]));
        return piece.length;
      }),
    fd_sync: () => 0,
    fd_seek: () => UNKNOWN,
  };
  for (const name of NEVER.split(" ")) calls[`__syscall_${name}`] = () => -UNKNOWN;

  const content = (/** @type {Opened} */ file) => /** @type {Uint8Array} */ (contents.get(file.name));
  const bytes = (/** @type {number} */ at, /** @type {number | undefined} */ length) =>
    new Uint8Array(host.memory.buffer, at, length);
  const number = (/** @type {number} */ at) => new DataView(host.memory.buffer).getUint32(at, true);
  const setNumber = (/** @type {number} */ at, /** @type {number} */ value) =>
    new DataView(host.memory.buffer).setUint32(at, value, true);
  const pathAt = (/** @type {number} */ at) => {
    const rest = bytes(at, undefined);
    return plain(new TextDecoder().decode(rest.subarray(0, rest.indexOf(0))));
  };
  /**
   * Moves pieces of memory, listed at *list*, until one of them is cut short, and tells how many bytes that were.
   * @param {number} file @param {number} list @param {number} count @param {number} total where to tell
   * @param {(file: Opened, piece: Uint8Array) => number} move
   */
  const piecewise = (file, list, count, total, move) => {
    const to = open[file];
    if (!to) return NOT_OPEN;
    let all = 0;
    for (let one = list; one < list + 8 * count; one += 8) {
      const piece = bytes(number(one), number(one + 4));
      if (typeof to === "function") to(piece.slice());
      const moved = typeof to === "function" ? piece.length : move(to, piece);
      all += moved;
      if (moved < piece.length) break;
    }
    setNumber(total, all);
    return 0;
  };
  const host = {
    calls,
    /** That of the program, once it is there. @type {WebAssembly.Memory} */
    memory: /** @type {any} */ (undefined),
    /** Writes a file, in folders that are made where they are missing. @param {string} path @param {Uint8Array} bytes */
    writeFile(path, bytes) {
      const name = plain(path);
      for (let end = name.indexOf("/"); end > 0; end = name.indexOf("/", end + 1)) {
        contents.set(name.slice(0, end), undefined);
      }
      contents.set(name, bytes);
    },
  };
  return host;
};

/** @typedef {{ name: string, at: number }} Opened a file, and how far it has been read */

/** Return a path from the root on, without the parts that lead nowhere. @param {string} path */
const plain = (path) =>
  path
    .split("/")
    .filter((part) => part && part !== ".")
    .join("/");
