import { hkdfSync } from 'node:crypto';

/** Keys of one purpose each from the one configured token key, so that none can stand in for another. */
export class AccessKeys {
  readonly signing: Uint8Array;
  readonly succession: Uint8Array;
  readonly recovery: Uint8Array;
  readonly invitation: Uint8Array;
  readonly passwordReset: Uint8Array;
  readonly unsubscribe: Uint8Array;

  constructor(tokenKey: Buffer) {
    const derive = (purpose: string) => new Uint8Array(hkdfSync('sha256', tokenKey, '', `otzyv ${purpose}`, 32));
    this.signing = derive('access token');
    this.succession = derive('refresh succession');
    this.recovery = derive('recovery code');
    this.invitation = derive('invitation');
    this.passwordReset = derive('password reset');
    this.unsubscribe = derive('unsubscribe');
  }
}
