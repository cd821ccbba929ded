// Runs a program that is made by hand: {program, calls} come as JSON on standard input.
import { readFileSync } from "node:fs";

const { program, calls } = JSON.parse(readFileSync(0, "utf8"));
let told = 0;
const env = { tell: () => told++, memory: new WebAssembly.Memory({ initial: 1, maximum: 2 }), number: 5 };
const { instance } = await WebAssembly.instantiate(Buffer.from(program, "base64"), { env });
const results = calls.map(([name, given]) => {
  try {
    return instance.exports[name](given) ?? null;
  } catch (error) {
    return `${error.constructor.name}: ${error.message}`;
  }
});
const globals = Object.entries(instance.exports).filter(([, one]) => one instanceof WebAssembly.Global);
const noted = Object.fromEntries(globals.map(([name, { value }]) => [name, value]));
process.stdout.write(JSON.stringify({ results, told, noted }));
