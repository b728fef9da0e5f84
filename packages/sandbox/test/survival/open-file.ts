/** @module Opens the database that it is told, says whether it could, and ends. */
import { startSandbox } from '../../src/index.ts';

const [database = ''] = process.argv.slice(2);
try {
  const sandbox = await startSandbox({ database });
  await sandbox.close();
  console.log('opened');
} catch (error) {
  console.log(Object(error).code);
}
