import { notFound } from '#kernel';
import { errorCode } from './error-code.ts';
import { GiveUp } from './give-up.ts';
import { RetryLater } from './retry-later.ts';

class AddressUnknown extends Error {
  override name = 'AddressUnknown';
}

test.each<[unknown, string]>([
  [notFound(), 'not-found'],
  [new RetryLater(1, 'mail.relay-unreachable'), 'mail.relay-unreachable'],
  [new GiveUp('Иванова'), 'unnamed'],
  [new AddressUnknown('ivanova@example.test'), 'AddressUnknown'],
  [Object.assign(new Error('connect 10.0.0.1'), { code: 'ECONNREFUSED' }), 'Error:ECONNREFUSED'],
  [Object.assign(new Error('duplicate (ivanova)'), { driverError: { code: '23505' } }), 'Error:23505'],
  ['Иванова', 'unknown'],
])('%p becomes %s', (error, code) => {
  expect(errorCode(error)).toBe(code);
});
