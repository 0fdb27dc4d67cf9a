/**
 * `npm run simulate:mutations`: writes each known bug into the code, in memory, and shows that the simulation finds it.
 * `-- --record` writes down the world that found each, to be played first from then on; words choose some by their names.
 */
import { parseArgs } from 'node:util';
import { mutationNames, type Proof, prove, recordNoticed } from '../test/model/mutations/prove.ts';

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, record: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const chosen = mutationNames.filter((name) => positionals.every((word) => name.includes(word)));
const width = Math.max(...chosen.map((name) => name.length));

const told = (proof: Proof) => {
  const { name, caught, steps, seconds } = proof;
  const how = caught === undefined ? 'NOT CAUGHT' : `after ${steps} steps: ${caught.slice(0, 110)}`;
  console.log(`${name.padEnd(width)}  ${seconds.toFixed(1).padStart(5)} s  ${how}`);
  if (values.record) recordNoticed(proof);
};
const proofs = await prove(chosen, { seed: Number(values.seed), lanes: 2, told });
const missed = proofs.filter(({ caught }) => caught === undefined);
console.log(`\n${proofs.length - missed.length} of ${proofs.length} mutations caught.`);
process.exitCode = missed.length === 0 && proofs.length > 0 ? 0 : 1;
