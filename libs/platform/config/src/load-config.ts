import { join, resolve } from 'node:path';
import { z } from 'zod';
import { environmentSchema } from './config-schema.ts';
import { ConfigurationError } from './configuration-error.ts';
import { readSecretKey } from './secret-file.ts';

export type Config = Readonly<ReturnType<typeof shape>>;

/**
 * Reads the environment once. Empty variables count as unset, because compose files and shells pass them so.
 * `overrides` win over the environment: tests and the demo choose ports and folders with them.
 */
export function loadConfig(overrides: Readonly<Record<string, string>> = {}): Config {
  const given = Object.entries({ ...process.env, ...overrides }).filter(([, value]) => value !== '');
  const parsed = environmentSchema.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigurationError(`The environment is not usable. ${lines.join('; ')}. See .env.example.`);
  }
  return Object.freeze(shape(parsed.data));
}

function shape(env: z.infer<typeof environmentSchema>) {
  const dataDir = resolve(env.OTZYV_DATA_DIR);
  return {
    dataDir,
    http: { host: env.HTTP_HOST, port: env.HTTP_PORT, publicUrl: env.PUBLIC_URL, trustedProxies: env.TRUSTED_PROXIES },
    database: {
      adminUrl: env.DATABASE_URL,
      appUrl: env.DATABASE_APP_URL,
      relayUrl: env.DATABASE_RELAY_URL,
      pool: env.DATABASE_POOL,
    },
    redisUrl: env.REDIS_URL,
    mail: {
      smtpUrl: env.SMTP_URL,
      domain: env.MAIL_DOMAIN,
      inbound: { host: env.INBOUND_SMTP_HOST, port: env.INBOUND_SMTP_PORT },
      catcherPort: env.CATCHER_SMTP_PORT,
    },
    s3Url: env.S3_URL,
    keys: {
      master: readSecretKey(env.MASTER_KEY_FILE, dataDir, 'master'),
      newMaster:
        env.NEW_MASTER_KEY_FILE === undefined
          ? undefined
          : readSecretKey(env.NEW_MASTER_KEY_FILE, dataDir, 'new-master'),
      token: readSecretKey(env.TOKEN_KEY_FILE, dataDir, 'token'),
      anchor: readSecretKey(env.ANCHOR_KEY_FILE, dataDir, 'anchor'),
    },
    audit: { anchorsFile: env.AUDIT_ANCHORS_FILE ?? join(dataDir, 'audit-anchors.jsonl') },
    logLevel: env.LOG_LEVEL ?? (env.DATABASE_URL === undefined && env.DATABASE_APP_URL === undefined ? 'warn' : 'info'),
  };
}
