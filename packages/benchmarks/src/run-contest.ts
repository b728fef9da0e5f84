/** @module One contest in a process of its own, without the heap and the compiled code of others. */
import { run } from './contest.ts';
import { contests } from './contests/index.ts';

const make = contests[process.argv[2] ?? ''];
if (make === undefined) throw new RangeError(`There is no contest ${process.argv[2]}.`);
console.log(JSON.stringify(await run(await make())));
