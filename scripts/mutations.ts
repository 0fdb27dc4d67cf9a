/** `npm run simulate:mutations`: writes each known bug into the code, in memory, and shows that the simulation finds it. */
import { parseArgs } from 'node:util';
import { mutationNames, prove } from '../test/model/mutations/prove.ts';

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const chosen = mutationNames.filter((name) => positionals.every((word) => name.includes(word)));
const width = Math.max(...chosen.map((name) => name.length));

const proofs = await prove(chosen, Number(values.seed), ({ name, caught, steps, seconds }) => {
  const how = caught === undefined ? 'NOT CAUGHT' : `after ${steps} steps: ${caught.slice(0, 110)}`;
  console.log(`${name.padEnd(width)}  ${seconds.toFixed(1).padStart(5)} s  ${how}`);
});
const missed = proofs.filter(({ caught }) => caught === undefined);
console.log(`\n${proofs.length - missed.length} of ${proofs.length} mutations caught.`);
process.exitCode = missed.length === 0 && proofs.length > 0 ? 0 : 1;
