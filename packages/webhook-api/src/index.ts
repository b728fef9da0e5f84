export type { ApiAnswer, ApiRequest, Json, Transport } from './api-request.ts';
