/** @module Where to deploy to, from the environment. */
import { isLoopback } from '@kolvera/webhook-api';
import { DeployError } from './deploy-error.ts';

export interface DeploySettings {
  readonly token: string;
  /** `eu1.make.com`; `127.0.0.1:PORT` for the stand-in. */
  readonly zone: string;
  /** http only on this machine. */
  readonly protocol: 'https' | 'http';
  /** Make's name of the app; without it, the app is found by its label. */
  readonly appName: string | undefined;
}

/** @throws DeployError `missing_setting` or `invalid_setting`. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): DeploySettings {
  const token = required(env, 'MAKE_TOKEN', 'an API token of your Make profile');
  const zone = required(
    env,
    'MAKE_ZONE',
    'the zone of your Make organisation, such as eu1.make.com',
  );
  const isLocal = /:\d+$/u.test(zone) && isLoopback(new URL(`http://${zone}`));
  if (!isLocal && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/u.test(zone)) {
    throw new DeployError('invalid_setting', 'MAKE_ZONE is a host, such as eu1.make.com.');
  }
  const appName = env.MAKE_APP || undefined;
  if (appName !== undefined && !/^[a-z][0-9a-z-]{1,28}[0-9a-z]$/u.test(appName)) {
    throw new DeployError('invalid_setting', 'MAKE_APP is a name as in the app’s address in Make.');
  }
  return { token, zone, protocol: isLocal ? 'http' : 'https', appName };
}

function required(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  what: string,
): string {
  const value = env[name]?.trim();
  if (!value) throw new DeployError('missing_setting', `Set ${name} to ${what}.`);
  return value;
}
