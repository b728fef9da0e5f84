/**
 * @module The sections of each component: a section's name in the manifest, its name in Make's
 * API, and how its file's name ends.
 *
 * Source: componentsCodesDefinition of integromat/vscode-apps-sdk 2.8.0.
 */
export const sections = {
  connection: {
    communication: { api: 'api', suffix: 'communication.iml.json' },
    params: { api: 'parameters', suffix: 'params.iml.json' },
  },
  rpc: {
    communication: { api: 'api', suffix: 'communication.iml.json' },
    params: { api: 'parameters', suffix: 'params.iml.json' },
  },
  webhook: {
    communication: { api: 'api', suffix: 'communication.iml.json' },
    params: { api: 'parameters', suffix: 'params.iml.json' },
    attach: { api: 'attach', suffix: 'attach.iml.json' },
    detach: { api: 'detach', suffix: 'detach.iml.json' },
    requiredScope: { api: 'scope', suffix: 'required-scope.iml.json' },
  },
  module: {
    communication: { api: 'api', suffix: 'communication.iml.json' },
    staticParams: { api: 'parameters', suffix: 'static-params.iml.json' },
    mappableParams: { api: 'expect', suffix: 'mappable-params.iml.json' },
    interface: { api: 'interface', suffix: 'interface.iml.json' },
    samples: { api: 'samples', suffix: 'samples.iml.json' },
  },
} as const;

/** A type of component that has sections here. */
export type SectionOwner = keyof typeof sections;
