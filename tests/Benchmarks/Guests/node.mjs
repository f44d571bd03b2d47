// Runs the scenarios of wasi.wasm with the WASI implementation of Node.js. An input line is an exported function and a number of calls. The
// output line is the time in nanoseconds and the error. Node.js exits if it cannot make the call.
import { createInterface } from 'node:readline';
import { openSync, readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';

const [guest, directory] = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: ['guest', '--verbose'], preopens: { '/': directory }, stdout: openSync('/dev/null', 'w') });
const { instance } = await WebAssembly.instantiate(readFileSync(guest), wasi.getImportObject());
wasi.initialize(instance);

for await (const line of createInterface({ input: process.stdin })) {
  const [row, count] = line.split(' ');
  const start = process.hrtime.bigint();
  const error = instance.exports[row](Number(count));
  console.log(`${process.hrtime.bigint() - start} ${error}`);
}
