/** @module A field that deliveries have shown, as its entity's file writes it, and a value for samples. */
import type { Shape } from '../../src/correction.ts';

/** Samples hold these and nothing that was captured. */
const SAMPLES: Readonly<Record<string, string>> = {
  'date-time': '2026-07-14T09:12:31+10:00',
  date: '2026-07-20',
  email: 'lena.hartigan@yarraford.example',
  uri: 'https://www.yarraford.example/',
  hostname: 'yarraford.example',
  phone: '+61491570156',
  timezone: 'Australia/Melbourne',
};

/** `linkedinFollowers` is `linkedin_followers` in the catalogue, as all of its keys are. */
export function catalogueKey(sent: string): string {
  return sent
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

function labelOf(key: string): string {
  const words = key.split('_').filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}

/** `followers: integer('observed', 'Followers', '…'),` */
export function printField(sent: string, shape: Shape): string {
  return `${catalogueKey(sent)}: ${describe(sent, shape)},`;
}

function describe(sent: string, shape: Shape): string {
  const key = catalogueKey(sent);
  const words = `'observed', '${labelOf(key)}', 'What Kolvera sends as "${sent}".'`;
  const sentAs = key === sent ? [] : [`sentAs: '${sent}'`];
  const traits = (own: readonly string[] = []) => {
    const all = [...own, ...sentAs];
    return all.length === 0 ? '' : `, { ${all.join(', ')} }`;
  };
  switch (shape.type) {
    case 'string':
      return `text(${words}${traits(shape.format ? [`format: '${shape.format}'`] : [])})`;
    case 'boolean':
      return `boolean(${words}${traits()})`;
    case 'array':
      return `list(${words}, ${describe(key, shape.items)}${traits()})`;
    case 'object': {
      const fields = Object.entries(shape.fields).map(([inner, one]) => printField(inner, one));
      return `object(${words}, { ${fields.join(' ')} }${traits()})`;
    }
    case 'number':
      return `{ ...integer(${words}${traits()}), type: 'number' }`;
    default:
      return `integer(${words}${traits()})`;
  }
}

/** The functions that a printed field calls. */
export function functionsOf(shape: Shape): readonly string[] {
  switch (shape.type) {
    case 'string':
      return ['text'];
    case 'array':
      return ['list', ...functionsOf(shape.items)];
    case 'object':
      return ['object', ...Object.values(shape.fields).flatMap(functionsOf)];
    case 'boolean':
      return ['boolean'];
    default:
      return ['integer'];
  }
}

export function sampleValue(shape: Shape): unknown {
  switch (shape.type) {
    case 'string':
      return SAMPLES[shape.format ?? ''] ?? 'An example';
    case 'array':
      return [sampleValue(shape.items)];
    case 'object':
      return Object.fromEntries(
        Object.entries(shape.fields).map(([sent, one]) => [catalogueKey(sent), sampleValue(one)]),
      );
    case 'boolean':
      return true;
    default:
      return 12;
  }
}
