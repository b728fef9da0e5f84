/**
 * @module In which dialect the local Kolvera speaks to the consumers: the variable KOLVERA_DIALECT,
 * which `npm run test:dialects` sets once it has corrected the catalogue.
 */
import { type Dialect, type DialectName, dialects } from '@kolvera/sandbox';

const isDialect = (name: string): name is DialectName => Object.hasOwn(dialects, name);

const chosen = process.env.KOLVERA_DIALECT ?? '';
if (chosen !== '' && !isDialect(chosen)) throw new Error(`There is no dialect ${chosen}.`);

export const dialectName = isDialect(chosen) ? chosen : undefined;
export const dialect: Dialect | undefined = dialectName && dialects[dialectName];
