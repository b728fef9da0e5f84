import {
  type IHookFunctions,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
  NodeConnectionTypes,
} from 'n8n-workflow';
import { testKolveraApi } from './credential-test.ts';
import { receive } from './delivery.ts';
import { explained } from './node-error.ts';
import { parameters } from './parameters.ts';
import { isRegistered, register, unregister } from './registration.ts';

export class KolveraTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Kolvera Trigger',
    name: 'kolveraTrigger',
    icon: { light: 'file:../../icons/kolvera.svg', dark: 'file:../../icons/kolvera.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle:
      '={{ $parameter["events"].length === 0 || $parameter["events"].includes("*") ? "all events" : $parameter["events"].join(", ") }}',
    description: 'Starts the workflow when something happens in Kolvera',
    eventTriggerDescription: 'Waiting for an event in Kolvera',
    activationMessage: 'Events in Kolvera now start this workflow.',
    defaults: { name: 'Kolvera Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'kolveraApi', required: true, testedBy: 'testKolveraApi' }],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        // Without it n8n responds with the word "firstEntryJson"; when it is empty, with our response.
        responseData: '',
        responseMode: 'onReceived',
        path: 'webhook',
        ndvHideUrl: '={{ $parameter["registration"] !== "manual" }}',
        ndvHideMethod: true,
      },
    ],
    triggerPanel: {
      header: 'Start this workflow from Kolvera',
      executionsHelp: {
        inactive:
          'While you build, select "Execute step" and trigger an event in Kolvera: it appears here. When you are done, publish the workflow: every event then starts it, and its runs are listed under "Executions". With manual registration, publish first: your first event then appears under "Executions".',
        active:
          'The workflow is published: every event in Kolvera starts it, and its runs are listed under "Executions". With automatic registration, you can also see one here: select "Execute step" and trigger an event in Kolvera.',
      },
      activationHint: {
        inactive: 'Publish the workflow so that events in Kolvera start it.',
        active: 'Events in Kolvera start this workflow automatically.',
      },
    },
    properties: parameters(),
  };

  methods = { credentialTest: { testKolveraApi } };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return explained(this.getNode(), () => isRegistered(this));
      },
      async create(this: IHookFunctions): Promise<boolean> {
        await explained(this.getNode(), () => register(this));
        return true;
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        await explained(this.getNode(), () => unregister(this));
        return true;
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return explained(this.getNode(), () => receive(this));
  }
}
