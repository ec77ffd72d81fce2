import { hkdfSync } from 'node:crypto';

/** Two keys from the one configured token key, so that neither can stand in for the other. */
export class AccessKeys {
  readonly signing: Uint8Array;
  readonly succession: Uint8Array;

  constructor(tokenKey: Buffer) {
    this.signing = new Uint8Array(hkdfSync('sha256', tokenKey, '', 'otzyv access token', 32));
    this.succession = new Uint8Array(hkdfSync('sha256', tokenKey, '', 'otzyv refresh succession', 32));
  }
}
