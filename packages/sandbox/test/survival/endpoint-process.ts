/** @module An endpoint in a process of its own; tells its port. */
import { listen } from './listen.ts';

const { port } = await listen(() => 200);
process.send?.(port);
process.once('disconnect', () => process.exit());
