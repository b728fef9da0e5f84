import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ImlError, type ImlErrorCode } from './iml-error.ts';
import { render } from './render.ts';
import { declared, open, type Scope } from './scope.ts';
import type { Collection, Value } from './value.ts';

const scope: Scope = {
  body: open({
    name: 'Zoë',
    count: 3,
    none: null,
    empty: '',
    list: ['a', 'b', { deep: true }],
    'odd-key': 1,
  }),
  headers: open({ 'x-kolvera-signature': 'ABC' }),
  parameters: declared({ verify: true, secret: null, rows: [{ key: 'limit', value: '5' }] }),
};

const value = (expression: string) => render(`{{${expression}}}`, scope);

function codeOf(run: () => unknown): ImlErrorCode | 'no error' {
  try {
    run();
    return 'no error';
  } catch (error) {
    if (error instanceof ImlError) return error.code;
    throw error;
  }
}

describe('an expression', () => {
  test.each<[string, Value]>([
    ['body.name', 'Zoë'],
    ['body.count', 3],
    ['body.`odd-key`', 1],
    ['headers.`x-kolvera-signature`', 'ABC'],
    ['body.list[1]', 'a'],
    ['body.list[3].deep', true],
    ['body.list[9]', undefined],
    ['body.missing.further', undefined],
    ['body.name.length', undefined],
    ['body.toString', undefined],
    ['body.__proto__', undefined],
    ['\'it says "yes"\'', 'it says "yes"'],
    ['"}}"', '}}'],
    ['1.5', 1.5],
    ['true', true],
    ['false', false],
    ['null', null],
    ['1 + 2 + 3', 6],
    ['1 + 2 < 3 + 1', true],
    ['!(1 < 2) || true', true],
    ['1 < 2 && 2 <= 2', true],
    ['1 > 2 || 2 >= 3', false],
    ['1 = 1 && 1 != 2', true],
    ["body.missing = 'x'", false],
    ['body.missing = body.none', true],
    ['!body.empty', true],
    ['!!body.list', true],
    ["if(body.none, 'yes', 'no')", 'no'],
    ["ifempty(body.empty, 'else')", 'else'],
    ["ifempty(body.none, ifempty(body.missing, 'last'))", 'last'],
    ['ifempty(0, 1)', 0],
    ["lower('ÀB')", 'àb'],
    ["contains(body.list, 'b')", true],
    ["contains(body.list, 'c')", false],
    ["contains('one two', 'two')", true],
    ["substring('Hello', 0, 3)", 'Hel'],
    ["map(parameters.rows, 'key')", ['limit']],
    ["switch('b', 'a', 1, 'b', 2, 3)", 2],
    ["switch('x', 'a', 1, 'b', 2, 'else')", 'else'],
    ["substring('a', 0, 2)", 'a'],
    ["replace('a.b.c', '.', '-')", 'a-b.c'],
    ["replace('a1b2', '/[0-9]/g', '')", 'ab'],
    ['toString(body.count)', '3'],
    ['length(body.list)', 3],
    ["length('abc')", 3],
    ["merge(split('a,b', ','), split('b', ','))", ['a', 'b', 'b']],
    ["join(split('b,a', ','), '; ')", 'b; a'],
    ["trim(' a b ')", 'a b'],
    ["toCollection(parameters.rows, 'key', 'value')", { limit: '5' }],
    ["toCollection(parameters.secret, 'key', 'value')", {}],
    ["parseDate('2026-08-03 16:20', 'YYYY-MM-DD HH:mm')", new Date('2026-08-03T16:20Z')],
    [
      "parseDate('2026-08-03T16:20:00+10:00', 'YYYY-MM-DDTHH:mm:ssZ')",
      new Date('2026-08-03T06:20Z'),
    ],
  ])('%s', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  test('if and ifempty leave the other branch alone', () => {
    expect(value("if(true, 'this', unknownFunction())")).toBe('this');
    expect(value("ifempty('this', unknownFunction())")).toBe('this');
    expect(value('false && unknownFunction()')).toBe(false);
  });

  test('omit leaves the other keys', () => {
    const envelope: Scope = { body: open({ id: 1, event: 'x', extra: 2 }) };
    expect(render("{{omit(body, 'id', 'event')}}", envelope)).toEqual({ extra: 2 });
  });
});

describe('a mistake', () => {
  test.each<[string, ImlErrorCode]>([
    ['rawBody', 'unknown_variable'],
    ['connection.apiKey', 'unknown_variable'],
    ['toString', 'unknown_variable'],
    ['parameters.misspelt', 'unknown_key'],
    ['parameters.toString', 'unknown_key'],
    ['hmac(body)', 'unknown_function'],
    ['constructor(body)', 'unknown_function'],
    ['sha256()', 'wrong_argument'],
    ["sha256('a', 'base64')", 'wrong_argument'],
    ["sha256('a', 'hex', '')", 'wrong_argument'],
    ["sha256('a', 'hex', parameters.secret)", 'wrong_argument'],
    ['lower(body.count)', 'wrong_argument'],
    ['createJSON(body.missing)', 'wrong_argument'],
    ['if(true, 1)', 'wrong_argument'],
    ['ifempty(1)', 'wrong_argument'],
    ["contains(body.none, 'x')", 'wrong_argument'],
    ["omit(body.name, 'x')", 'wrong_argument'],
    ["toCollection('text', 'key', 'value')", 'wrong_argument'],
    ['substring(body.count, 0, 1)', 'wrong_argument'],
    ["switch('x', 'a', 1)", 'wrong_argument'],
    ['map(body.list)', 'wrong_argument'],
    ["substring('text', 1)", 'wrong_argument'],
    ["replace(body.count, '3', '')", 'wrong_argument'],
    ["replace('text', 'x')", 'wrong_argument'],
    ['toString(body.list)', 'wrong_argument'],
    ['toString(body.missing)', 'wrong_argument'],
    ['length(body.none)', 'wrong_argument'],
    ["merge(body.list, 'b')", 'wrong_argument'],
    ['join(body, 1)', 'wrong_argument'],
    ["parseDate('3 August', 'YYYY-MM-DD')", 'wrong_argument'],
    ["parseDate('2026-13-03', 'YYYY-MM-DD')", 'wrong_argument'],
    ["parseDate('Monday', 'dddd')", 'wrong_argument'],
    ['body.name + 1', 'wrong_operand'],
    ["'v1=' + 'abc'", 'wrong_operand'],
    ['body.none < 1', 'wrong_operand'],
    ['body = body', 'wrong_operand'],
    ['1 +', 'syntax'],
    ['', 'syntax'],
    ['1 2', 'syntax'],
    ['body.', 'syntax'],
    ['body[0]', 'syntax'],
    ["body['name']", 'syntax'],
    ['if(true; 1; 2)', 'syntax'],
    ['[1, 2]', 'syntax'],
    ['{a: 1}', 'syntax'],
    ["'open", 'syntax'],
  ])('{{%s}} is an error: %s', (expression, code) => {
    expect(codeOf(() => value(expression))).toBe(code);
  });

  test('braces that are not closed', () => {
    expect(codeOf(() => render('a {{body', scope))).toBe('syntax');
  });

  test('a collection inside a text', () => {
    expect(codeOf(() => render('a {{body}}', scope))).toBe('wrong_operand');
  });

  test('a spread of something else', () => {
    expect(codeOf(() => render({ '{{...}}': '{{body.name}}' }, scope))).toBe('wrong_spread');
  });
});

describe('a section', () => {
  test('keeps the type of one expression, and fills in longer texts', () => {
    expect(render('{{body.count}}', scope)).toBe(3);
    expect(render('{{body.count}} of {{body.name}}{{body.none}}', scope)).toBe('3 of Zoë');
    expect(render('', scope)).toBe('');
  });

  test('loses keys whose value is undefined, and keeps null', () => {
    const template = {
      gone: '{{body.missing}}',
      kept: '{{body.none}}',
      list: ['{{body.count}}', 1],
    };
    expect(render(template, scope)).toEqual({ kept: null, list: [3, 1] });
  });

  test('spreads a collection; later keys win', () => {
    const template = { name: 'before', '{{...}}': '{{body}}', count: 4 };
    expect(render(template, scope)).toMatchObject({ name: 'Zoë', count: 4, empty: '' });
  });
});

describe('for every text', () => {
  const secrets = fc.string({ minLength: 1, unit: 'binary' });
  const texts = fc.string({ unit: 'binary' });

  test('sha256 is the HMAC with a key and the digest without', () => {
    fc.assert(
      fc.property(texts, secrets, (text, secret) => {
        const given: Scope = { text: open(text), secret: open(secret) };
        expect(render("{{sha256(text, 'hex', secret)}}", given)).toBe(
          createHmac('sha256', secret).update(text).digest('hex'),
        );
        expect(render('{{sha256(text)}}', given)).toBe(
          createHash('sha256').update(text).digest('hex'),
        );
      }),
    );
  });

  test('a text without braces is left as it is', () => {
    fc.assert(
      fc.property(
        texts.filter((text) => !text.includes('{{')),
        (text) => {
          expect(render(text, scope)).toBe(text);
        },
      ),
    );
  });

  test('whatever the expression, it has a value or is an ImlError', () => {
    const piece = fc.constantFrom(..."body . name `k` ( ) , + = ! && 1 'a' if [ ]".split(' '), ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        codeOf(() => value(pieces.join('')));
      }),
      { numRuns: 500 },
    );
  });

  test('createJSON writes JSON values as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const given: Scope = { body: open(json as Value) };
        expect(render('{{createJSON(body)}}', given)).toBe(JSON.stringify(json));
      }),
    );
  });

  test('a collection of plain values comes through unchanged', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (numbers) => {
        const given: Scope = { body: open(numbers satisfies Collection) };
        expect(render({ '{{...}}': '{{body}}' }, given)).toEqual({ ...numbers });
      }),
    );
  });
});
