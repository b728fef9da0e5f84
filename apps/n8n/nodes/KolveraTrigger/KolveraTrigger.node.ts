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
import { nodeError } from './node-error.ts';
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
    activationMessage: 'From now on, events in Kolvera start this workflow.',
    defaults: { name: 'Kolvera Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'kolveraApi', required: true, testedBy: 'testKolveraApi' }],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        // Without it n8n answers with the word "firstEntryJson"; empty, it sends our own answer.
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
          'While you build, select "Execute step" and let something happen in Kolvera: the event appears here. When you are done, publish the workflow: from then on, every event starts it, and its runs are listed under "Executions". With manual registration, publish first: your first event is then under "Executions".',
        active:
          'The workflow is published: every event in Kolvera starts it, and its runs are listed under "Executions". With automatic registration, you can also see one here: select "Execute step" and let something happen in Kolvera.',
      },
      activationHint: {
        inactive: 'Publish the workflow to have Kolvera start it from now on.',
        active: 'Kolvera starts this workflow by itself.',
      },
    },
    properties: parameters(),
  };

  methods = { credentialTest: { testKolveraApi } };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        try {
          return await isRegistered(this);
        } catch (error) {
          throw nodeError(this.getNode(), error);
        }
      },
      async create(this: IHookFunctions): Promise<boolean> {
        try {
          await register(this);
          return true;
        } catch (error) {
          throw nodeError(this.getNode(), error);
        }
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        try {
          await unregister(this);
          return true;
        } catch (error) {
          throw nodeError(this.getNode(), error);
        }
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    try {
      return await receive(this);
    } catch (error) {
      throw nodeError(this.getNode(), error);
    }
  }
}
