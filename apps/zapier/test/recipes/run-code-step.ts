/**
 * @module A Code by Zapier step as its documentation has it: the code is the body of a function, Input
 * Data holds texts, and what it returns is the step's output. Both run in a process of their own with
 * the language's own modules and nothing that was installed beside it.
 */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { node22 } from '@kolvera/test-support/node22';
import { requireDebianPackage } from '@kolvera/test-support/require-debian-package';

/** Input Data; a field that was mapped from something missing is not there. */
export type InputData = Readonly<Record<string, string>>;

/** Runs the code with each Input Data. @returns an output, or the message of what it threw, for each. */
export type RunCodeStep = (code: string, inputs: readonly InputData[]) => Promise<Outcome[]>;

export type Outcome = { readonly output: unknown } | { readonly error: string };

const JAVASCRIPT = `
  const [code, inputs] = JSON.parse(process.argv[1]);
  const { builtinModules } = require('node:module');
  const only = (name) => {
    if (!builtinModules.includes(name)) throw new Error(name + ' is not there');
    return require(name);
  };
  const AsyncFunction = (async () => undefined).constructor;
  const step = new AsyncFunction('inputData', 'require', code);
  (async () => {
    const outcomes = [];
    for (const input of inputs) {
      outcomes.push(await step(input, only).then(
        (output) => ({ output }),
        (error) => ({ error: String(error) }),
      ));
    }
    console.log(JSON.stringify(outcomes));
  })();`;

const PYTHON = `
import json, sys, textwrap
code, inputs = json.loads(sys.argv[1])
names = {}
exec("def step(input_data):\\n" + textwrap.indent(code, "    "), names)
outcomes = []
for data in inputs:
    try:
        outcomes.append({"output": names["step"](data)})
    except Exception as error:
        outcomes.append({"error": f"{type(error).__name__}: {error}"})
print(json.dumps(outcomes))`;

export const runJavaScript: RunCodeStep = (code, inputs) =>
  run(node22(), ['--eval', JAVASCRIPT, JSON.stringify([code, inputs])]);

/** Isolated: no environment, no site-packages. On a fresh Debian machine this installs Python. */
export const runPython: RunCodeStep = async (code, inputs) =>
  run(await requireDebianPackage('python3', 'python3'), [
    ...['-I', '-S', '-c', PYTHON, JSON.stringify([code, inputs])],
  ]);

async function run(command: string, args: readonly string[]): Promise<Outcome[]> {
  const { stdout } = await promisify(execFile)(command, [...args], { cwd: tmpdir(), env: {} });
  return JSON.parse(stdout);
}
