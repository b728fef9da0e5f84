import type { Command } from 'commander';
import { newCommand } from '../new-command.ts';
import { count, duration, webAddress } from '../options.ts';
import { withSecretOptions } from '../secret-options.ts';
import type { Surroundings } from '../surroundings.ts';
import type { CertifyCommandOptions } from './certify.ts';

export function certifyCommand(around: Surroundings): Command {
  const command = newCommand('certify', {
    description: 'put an endpoint in any language to the test, and say what to mend',
    examples: [
      ['kolvera certify http://localhost:3000/kolvera', 'What can be seen from outside'],
      [
        'kolvera certify http://localhost:3000/kolvera --counter http://localhost:3000/handled',
        'And whether repeats are handled once: the counter tells how many events were handled',
      ],
      ['kolvera certify http://localhost:3000/kolvera --junit certify.xml', 'In CI'],
    ],
    more: `The endpoint really handles what it is sent, over a thousand deliveries: use one that may.
Exit code: 0 no promise was found broken, 1 one was, 2 wrong use.`,
  })
    .argument('<url>', 'the endpoint', webAddress)
    .option('--counter <url>', 'answers GET with the number of events handled so far', webAddress)
    .option(
      '--source <files...>',
      'the endpoint’s source: no answer shows how it compares signatures',
    )
    .option('--junit <file>', 'write the report as JUnit XML too')
    .option('--load <deliveries>', 'how many deliveries to send at the end', count, 1000)
    .option('--answer-within <time>', 'how long an answer may take', duration, 5000);
  return withSecretOptions(command).action(async (url: string, options: CertifyCommandOptions) => {
    const { certifyEndpoint } = await import('./certify.ts');
    await certifyEndpoint(around, url, options);
  });
}
