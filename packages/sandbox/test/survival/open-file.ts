/** @module Opens a database, prints whether it could, and exits. */
import { startSandbox } from '../../src/index.ts';

const [database = ''] = process.argv.slice(2);
try {
  const sandbox = await startSandbox({ database });
  await sandbox.close();
  console.log('opened');
} catch (error) {
  console.log(Object(error).code);
}
