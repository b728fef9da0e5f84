/** @module What was proven, line by line. */

/** Runs one check and prints a line; a failed one prints why, and the others go on. */
export type Proof = (claim: string, check: () => Promise<void>) => Promise<void>;

/** Lines of an error that are printed. */
const LINES = 12;

export interface ProofReport {
  readonly prove: Proof;
  /** Prints the closing line. @returns whether everything was proven. */
  close(): boolean;
}

export function startProof(print: (line: string) => void): ProofReport {
  let passed = 0;
  let failed = 0;
  return {
    async prove(claim, check) {
      try {
        await check();
        passed += 1;
        print(`✓ ${claim}`);
      } catch (error) {
        failed += 1;
        print(`✗ ${claim}\n    ${String(error).split('\n').slice(0, LINES).join('\n    ')}`);
      }
    },
    close() {
      print(`\n${passed} passed, ${failed} failed`);
      return failed === 0;
    },
  };
}
