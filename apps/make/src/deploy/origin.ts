/**
 * @module The origin in makecomapp.json: which app of which zone the tree is deployed to, and Make's
 * names of its components. Make's VS Code extension keeps the same, and reads what is kept here.
 */
import type { ComponentIds, Manifest, Origin } from '../tree/manifest.ts';
import { APP_VERSION } from './local-app.ts';

/** Where the extension looks for a developer's key; git ignores it. */
const APIKEY_FILE = '.secrets/apikey';

/** The origin of a zone; undefined before the first deployment. */
export function originOf({ origins }: Manifest, zone: string): Origin | undefined {
  return origins.find(({ baseUrl }) => baseUrl === baseUrlOf(zone));
}

/** The manifest with the zone's origin as it is after a deployment; other origins stay. */
export function withOrigin(
  manifest: Manifest,
  zone: string,
  appId: string,
  ids: ComponentIds,
): Manifest {
  const known = originOf(manifest, zone);
  const origin: Origin = {
    label: zone,
    apikeyFile: APIKEY_FILE,
    ...known,
    baseUrl: baseUrlOf(zone),
    appId,
    appVersion: APP_VERSION,
    idMapping: { ...known?.idMapping, ...ids },
  };
  return { ...manifest, origins: [...manifest.origins.filter((one) => one !== known), origin] };
}

/** As the manifest's schema has it: https, whatever is deployed to. */
function baseUrlOf(zone: string): string {
  return `https://${zone}/api`;
}
