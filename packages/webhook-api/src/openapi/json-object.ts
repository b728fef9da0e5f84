/** JSON by construction: what `yaml` writes. */
export type JsonObject = { [key: string]: unknown };
