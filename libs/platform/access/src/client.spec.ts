import { clientOf, networkOf } from './client.ts';

test.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['127.0.0.1', 'loopback'],
  ['127.8.9.10', 'loopback'],
  ['::1', 'loopback'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8::1', '2001:db8:0:0::/64'],
  ['2001:db8:0001:0002::9', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['not an address', 'unknown'],
])('%s lies in %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('a client is named by words of ours only', () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0';
  const yandex = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 YaBrowser/25.1 Mobile Safari/537.36';
  expect(clientOf('127.0.0.1', firefox).device).toBe('Firefox, Windows');
  expect(clientOf('127.0.0.1', yandex).device).toBe('Yandex Browser, Android');
  expect(clientOf('127.0.0.1', '<b>your bank</b>').device).toBe('other');
  expect(clientOf('127.0.0.1', undefined).device).toBe('other');
});
