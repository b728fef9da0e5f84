/** @module An endpoint in a separate process; sends its port. */
import { listen } from './listen.ts';

const { port } = await listen(() => 200);
process.send?.(port);
process.once('disconnect', () => process.exit());
