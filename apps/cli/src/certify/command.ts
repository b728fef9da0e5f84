import type { Command } from 'commander';
import { newCommand } from '../new-command.ts';
import { count, duration, webAddress } from '../options.ts';
import { withSecretOptions } from '../secret-options.ts';
import type { Surroundings } from '../surroundings.ts';
import type { CertifyCommandOptions } from './certify.ts';

export function certifyCommand(around: Surroundings): Command {
  const command = newCommand('certify', {
    description: 'test an endpoint in any language and suggest fixes',
    examples: [
      ['kolvera certify http://localhost:3000/kolvera', 'Test it from outside'],
      [
        'kolvera certify http://localhost:3000/kolvera --counter http://localhost:3000/handled',
        'Also test that repeats are handled once',
      ],
      [
        'kolvera certify http://localhost:3000/kolvera --junit certify.xml',
        'Write a report for CI',
      ],
    ],
    more: `The endpoint really handles over a thousand deliveries, so use one where that does no harm.
Exit code: 0 no promise is broken, 1 at least one is, 2 wrong usage.`,
  })
    .argument('<url>', 'the endpoint', webAddress)
    .option(
      '--counter <url>',
      'a URL that answers GET with the number of events handled so far',
      webAddress,
    )
    .option('--source <files...>', "the endpoint's source, to see how it compares signatures")
    .option('--junit <file>', 'also write the report as JUnit XML')
    .option('--load <deliveries>', 'how many deliveries the load test sends', count, 1000)
    .option('--answer-within <time>', 'how long a response may take', duration, 5000);
  return withSecretOptions(command).action(async (url: string, options: CertifyCommandOptions) => {
    const { certifyEndpoint } = await import('./certify.ts');
    await certifyEndpoint(around, url, options);
  });
}
