// The snapshot: the memory of an interpreter that has started, as the difference to what its program itself contains.

const PAGE = 1024; // words of four bytes, as in toolchain/snapshot.mjs

/**
 * Reads what toolchain/snapshot.mjs has written: the number of words, the number of those with data of the program, the
 * length of Pyodide's own header, and the numbers of the pages that follow.
 * @param {ReadableStream} stream compressed
 */
export const read = async (stream) => {
  const unpacked = new Response(stream.pipeThrough(new DecompressionStream("gzip")));
  const words = new Uint32Array(await unpacked.arrayBuffer());
  const [size, own, header, count] = words;
  const pages = words.subarray(4, 4 + count);
  const start = 4 + count;
  const content = words.subarray(start + header);
  if (content.length !== count * PAGE) throw new RangeError("the snapshot is not whole");
  return { size, own, pages, content, header: new Uint8Array(words.slice(start, start + header).buffer) };
};

/**
 * Restores the snapshot in *heap*; *pristine* is the data of the program.
 * @param {Uint32Array} heap @param {Uint32Array} pristine @param {Awaited<ReturnType<typeof read>>} memory
 */
export const restore = (heap, pristine, { pages, content }) => {
  heap.fill(0, pristine.length);
  heap.set(pristine);
  pages.forEach((page, index) => {
    const from = index * PAGE;
    // Beyond the program's data there is nothing to compute a difference from.
    if (page >= pristine.length) heap.set(content.subarray(from, from + PAGE), page);
    else for (let at = 0; at < PAGE; at++) heap[page + at] ^= content[from + at];
  });
};
