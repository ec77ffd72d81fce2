/** Advisory lock: shared for whoever wraps a new key by the master key, alone for an exchange of it. */
export const MASTER_LOCK = 'otzyv master key';
