import { expect, test } from 'vitest';
import { DeliveryMemory, markOf } from './delivery-memory.ts';
import { readDeliveries } from './static-data.ts';
import { persist, recall } from './trigger-memory.ts';

const marks = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    markOf([{ event: 'contact.created', id: `evt_${index}` }], Buffer.from(`body ${index}`)),
  );
const memoryOf = (known: readonly string[]) => {
  const deliveries = new DeliveryMemory();
  deliveries.recall(known);
  return { deliveries };
};

test('over a restart the newest 500 deliveries are known, whatever another process has written', () => {
  const known = marks(510);
  const staticData = { deliveries: marks(3) };
  persist(memoryOf(known), staticData, known.at(-1) ?? '');
  expect(readDeliveries(staticData)).toEqual(known.slice(10));
  const restarted = memoryOf([]);
  recall(restarted, staticData);
  expect(restarted.deliveries.newest(1000)).toEqual(known.slice(10));
});

test('static data that has the delivery is left as it is', () => {
  const [mark = ''] = marks(1);
  const staticData = { deliveries: [mark] };
  persist({ ...memoryOf(marks(3)), registration: null }, staticData, mark);
  expect(staticData).toEqual({ deliveries: [mark] });
});

test('a webhook that was removed meanwhile does not come back', () => {
  const [mark = ''] = marks(1);
  const staticData = {
    registration: { webhookId: 'wh_1', url: 'https://n8n.example', secret: 's' },
  };
  persist({ ...memoryOf([mark]), registration: null }, staticData, mark);
  expect(staticData).toEqual({ deliveries: [mark] });
});
