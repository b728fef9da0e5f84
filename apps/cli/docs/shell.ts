/** @module A shell for transcripts: runs real commands, and tells what varies from run to run apart. */
import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, resolve } from 'node:path';

export interface Shell {
  /** Where its commands run. */
  readonly folder: string;
  /** Runs a command to its end. @returns the prompt, the command, and all that it printed. */
  run(command: string): Promise<string>;
  /** Starts a command that goes on until it is ended. */
  start(command: string): Background;
}

export interface Background {
  /** Waits until it has printed something. @returns what that was. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ctrl-C. @returns its transcript. */
  end(): Promise<string>;
}

const BIN = resolve(import.meta.dirname, '../../../node_modules/.bin');

/** @param env beside the PATH, on which `kolvera` is this repository's. */
export function openShell(folder: string, env: Readonly<Record<string, string>>): Shell {
  const open = (command: string): ChildProcess & { printed(): string } => {
    // exec: what Ctrl-C is sent to is the command and no shell.
    const child = spawn('sh', ['-c', command.includes('|') ? command : `exec ${command}`], {
      cwd: folder,
      env: { PATH: `${BIN}${delimiter}${process.env.PATH}`, ...env },
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        printed += chunk;
      });
    }
    return Object.assign(child, { printed: () => printed });
  };
  const closed = (child: ChildProcess) =>
    new Promise<void>((done) => child.once('close', () => done()));
  const transcript = (command: string, printed: string) =>
    `$ ${command}\n${steady(printed, folder)}`;

  return {
    folder,
    async run(command) {
      const child = open(command);
      await closed(child);
      return transcript(command, child.printed());
    },
    start(command) {
      const child = open(command);
      return {
        async prints(pattern) {
          const deadline = Date.now() + 30_000;
          while (Date.now() < deadline) {
            const found = pattern.exec(child.printed());
            if (found !== null) return found;
            await new Promise((done) => setTimeout(done, 10));
          }
          throw new Error(`${command} printed:\n${child.printed()}`);
        },
        async end() {
          const end = closed(child);
          child.kill('SIGINT');
          await end;
          return transcript(command, child.printed());
        },
      };
    },
  };
}

/** The same text for the same behaviour: no times, no random IDs and secrets, no folder of a day. */
function steady(printed: string, folder: string): string {
  const ids = [...new Set(printed.match(/\bwh_[0-9a-f]{32}\b/g))];
  return printed
    .replaceAll(folder, '/home/ada/shop')
    .replace(/\b\d+ ms\b/g, '8 ms')
    .replace(/\b\d\d:\d\d:\d\d\b/g, '14:03:07')
    .replace(/\bwh_[0-9a-f]{32}\b/g, (id) => `wh_0f1e2d3c4b5a69788796a5b4c3d2e1f${ids.indexOf(id)}`)
    .replace(/\b(whsec|kv_sandbox|kv_control)_[\w-]{43}(?![\w-])/g, '$1_R4nd0m…')
    .trimEnd();
}
