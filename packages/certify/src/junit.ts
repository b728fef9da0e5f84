/** @module The report as JUnit XML, which CI servers show. */
import type { Report, Result } from './certify.ts';
import { faults } from './fault.ts';

/** @returns one testsuite; an untested promise is a skipped test. */
export function junit({ url, results }: Report): string {
  const count = (outcome: string) =>
    results.filter(({ finding }) => finding.outcome === outcome).length;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="${escapeXml(`kolvera certify ${url}`)}" tests="${results.length}" failures="${count('broken')}" skipped="${count('unseen')}">
${results.map(testcase).join('\n')}
</testsuite>
`;
}

function testcase({ id, promise, finding, ms }: Result): string {
  const open = `  <testcase classname="${id}" name="${escapeXml(promise)}" time="${(ms / 1000).toFixed(3)}"`;
  switch (finding.outcome) {
    case 'kept':
      return `${open}/>`;
    case 'unseen':
      return `${open}><skipped message="${escapeXml(finding.why)}"/></testcase>`;
    case 'broken': {
      const { what, remedy } = faults[finding.fault];
      return `${open}><failure type="${finding.fault}" message="${escapeXml(what)}">${escapeXml(`${finding.evidence}. ${remedy}`)}</failure></testcase>`;
    }
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
