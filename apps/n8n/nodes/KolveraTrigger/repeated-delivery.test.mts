import type { IDataObject } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { REMEMBERED_DELIVERIES, remember } from './repeated-delivery.ts';

const delivery = (id: string, body = id) => ({ id, body: new TextEncoder().encode(body) });

describe('remember', () => {
  test('knows a delivery that comes again', () => {
    const staticData: IDataObject = {};
    expect(remember(staticData, delivery('evt_1'))).toBe('new');
    expect(remember(staticData, delivery('evt_2'))).toBe('new');
    expect(remember(staticData, delivery('evt_1'))).toBe('repeated');
  });

  test('takes the same id with another body for a delivery of its own, and knows both', () => {
    const staticData: IDataObject = {};
    remember(staticData, delivery('evt_1', 'one'));
    expect(remember(staticData, delivery('evt_1', 'two'))).toBe('same_id_other_body');
    expect(remember(staticData, delivery('evt_1', 'one'))).toBe('repeated');
    expect(remember(staticData, delivery('evt_1', 'two'))).toBe('repeated');
  });

  test('survives being stored as JSON', () => {
    const staticData: IDataObject = {};
    remember(staticData, delivery('evt_1'));
    const stored: IDataObject = JSON.parse(JSON.stringify(staticData));
    expect(remember(stored, delivery('evt_1'))).toBe('repeated');
  });

  test('forgets the oldest, and takes no more than 20 KB', () => {
    const staticData: IDataObject = {};
    for (let count = 0; count <= REMEMBERED_DELIVERIES; count += 1) {
      remember(staticData, delivery(`evt_${count}`));
    }
    expect(JSON.stringify(staticData).length).toBeLessThan(20_000);
    expect(remember(staticData, delivery(`evt_1`))).toBe('repeated');
    expect(remember(staticData, delivery(`evt_0`))).toBe('new');
  });

  test('overlooks what is not its own', () => {
    const staticData: IDataObject = { deliveries: 'none', registration: 7 };
    expect(remember(staticData, delivery('evt_1'))).toBe('new');
    expect(remember(staticData, delivery('evt_1'))).toBe('repeated');
  });
});
