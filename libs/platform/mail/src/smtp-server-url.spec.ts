import { parseSmtpServerUrl } from './smtp-server-url.ts';

describe('an SMTP server URL', () => {
  it('demands STARTTLS unless told otherwise', () => {
    expect(parseSmtpServerUrl('smtp://us%40er:p%2Fw@mail.relay.test')).toEqual({
      host: 'mail.relay.test',
      port: 587,
      tls: 'starttls',
      credentials: { user: 'us@er', password: 'p/w' },
    });
  });

  it('knows TLS from the first byte', () => {
    expect(parseSmtpServerUrl('smtps://mail.relay.test')).toEqual({
      host: 'mail.relay.test',
      port: 465,
      tls: 'implicit',
    });
  });

  it.each(['127.0.0.1', '127.9.9.9', '[::1]', 'localhost'])('goes without TLS to this machine: %s', (host) => {
    expect(parseSmtpServerUrl(`smtp://${host}:2525?tls=none`)).toMatchObject({ port: 2525, tls: 'none' });
  });

  it.each(['10.0.0.1', 'mail.relay.test', '127.0.0.1.relay.test', 'localhost.relay.test'])(
    'never goes without TLS elsewhere: %s',
    (host) => {
      expect(() => parseSmtpServerUrl(`smtp://${host}:25?tls=none`)).toThrow('mail.tls-required');
    },
  );

  it.each(['', 'mail.relay.test', 'http://mail.relay.test', 'smtp://', 'smtp://h.test?tls=maybe', 'smtp://%zz@h.test'])(
    'refuses %j',
    (text) => {
      expect(() => parseSmtpServerUrl(text)).toThrow('mail.server-url-invalid');
    },
  );
});
