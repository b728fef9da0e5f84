/** @module The inbox: deliveries are stored, answered, and handled afterwards. */
export type {
  CreateInboxEngine,
  DeadLetter,
  EngineListener,
  InboxCounts,
  InboxEngine,
  InboxPolicy,
  StoredDelivery,
  Work,
} from './engine.ts';
export {
  type AttemptReport,
  createInbox,
  type DeadLetters,
  type Inbox,
  type InboxOptions,
} from './inbox.ts';
