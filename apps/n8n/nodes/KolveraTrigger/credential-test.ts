/** @module What n8n's "Test" button and "Save" of the credential check. */
import { assertUsableSecret, SignatureError } from '@kolvera/signature';
import {
  assertApiKey,
  call,
  getMe,
  KolveraApiError,
  requestUrl,
  type Transport,
} from '@kolvera/webhook-api';
import type {
  ICredentialsDecrypted,
  ICredentialTestFunctions,
  INodeCredentialTestResult,
} from 'n8n-workflow';
import { readCredential } from './credential.ts';
import { apiErrorMessage } from './node-error.ts';
import { readResponse } from './transport.ts';

/** Asks Kolvera for the API key's owner. For manual registration, a secret is enough. */
export async function testKolveraApi(
  this: ICredentialTestFunctions,
  { data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
  const { apiKey, baseUrl, webhookSecret } = readCredential(data);
  try {
    if (webhookSecret !== '') assertUsableSecret(webhookSecret);
    if (apiKey !== '') {
      await call(createTestTransport(this.helpers, baseUrl, apiKey), getMe());
      return { status: 'OK', message: 'Connection successful!' };
    }
  } catch (error) {
    return { status: 'Error', message: explanation(error) };
  }
  return webhookSecret === ''
    ? { status: 'Error', message: 'Enter an API key, or the secret of a webhook added by hand.' }
    : { status: 'OK', message: 'Ready for manual registration: no API key was entered.' };
}

function explanation(error: unknown): string {
  if (error instanceof KolveraApiError) return apiErrorMessage(error);
  if (error instanceof SignatureError) return error.message;
  return 'The credential could not be tested.';
}

/** `request` is old, but it is the only way to the network that n8n gives a credential test. */
function createTestTransport(
  helpers: ICredentialTestFunctions['helpers'],
  baseUrl: string,
  apiKey: string,
): Transport {
  assertApiKey(apiKey);
  return async (request) =>
    readResponse(
      await helpers.request({
        method: request.method,
        uri: requestUrl(baseUrl, request),
        headers: { accept: 'application/json', authorization: `Bearer ${apiKey}` },
        followRedirect: false,
        simple: false,
        resolveWithFullResponse: true,
        json: false,
      }),
    );
}
