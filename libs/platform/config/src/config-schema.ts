import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);
/** Every variable that the program reads; descriptions become `.env.example`. */
export const environmentSchema = z.object({
  OTZYV_DATA_DIR: z
    .string()
    .default('.data')
    .describe(
      'Folder of everything that is kept on this machine: embedded PostgreSQL, stored files, generated secrets.',
    ),
  HTTP_HOST: z.string().default('127.0.0.1').describe('Address the API listens on.'),
  HTTP_PORT: port.default(3000).describe('Port of the API; 0 takes any free one.'),
  PUBLIC_URL: z.url().optional().describe('Address under which people reach the API; default: host and port above.'),
  TRUSTED_PROXIES: z
    .string()
    .regex(/^[a-z0-9.:/, ]+$/i)
    .default('loopback')
    .describe(
      'Reverse proxies whose X-Forwarded-For is believed: addresses or networks, comma-separated; loopback for this machine.',
    ),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL 15-18 as its administrator or database owner. Unset: an embedded PostgreSQL is started.'),
  DATABASE_APP_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe(
      'The runtime login (member of otzyv_app). Unset: role otzyv_app with a password derived from the master key.',
    ),
  DATABASE_RELAY_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('The relay login (member of otzyv_relay). Unset: role otzyv_relay, as above.'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10).describe('Connections that one process may open.'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('Redis for the queues (maxmemory-policy noeviction). Unset: the queues live in PostgreSQL.'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      'Relay for outgoing mail: smtp://user:password@host:587 (STARTTLS is demanded) or smtps://host:465; ?tls=none to 127.0.0.1 only. Unset: mail stays on this machine, in the built-in catcher.',
    ),
  MAIL_DOMAIN: z
    .string()
    .regex(/^[a-z0-9.-]+$/)
    .default('otzyv.test')
    .describe('Domain of reply and bounce addresses.'),
  INBOUND_SMTP_HOST: z.string().default('127.0.0.1').describe('Address of the built-in SMTP listener for replies.'),
  INBOUND_SMTP_PORT: port.default(2525).describe('Port of that listener; 0 takes any free one.'),
  CATCHER_SMTP_PORT: port.default(2526).describe('Port of the built-in mail catcher (only without SMTP_URL).'),
  S3_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'S3-compatible store for files: https://KEY:SECRET@host/bucket?region=... Unset: files lie in the data folder.',
    ),
  MASTER_KEY_FILE: z
    .string()
    .optional()
    .describe('File with the 32-byte master key in base64. Unset: generated in the data folder.'),
  NEW_MASTER_KEY_FILE: z
    .string()
    .optional()
    .describe(
      'Only while the master key is exchanged: file with the key that takes its place. Processes use the one that the data are under.',
    ),
  TOKEN_KEY_FILE: z
    .string()
    .optional()
    .describe('File with the 32-byte access-token key in base64. Unset: generated in the data folder.'),
  ANCHOR_KEY_FILE: z
    .string()
    .optional()
    .describe(
      'File with the 32-byte key that signs the anchors of the audit log, base64. Unset: generated in the data folder.',
    ),
  AUDIT_ANCHORS_FILE: z
    .string()
    .optional()
    .describe(
      'File to which the signed heads of the audit log are appended; best on a disk that the database cannot write. Unset: audit-anchors.jsonl in the data folder.',
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .optional()
    .describe('Least severity that is logged. Unset: info with a database of your own, warn with the embedded one.'),
});

export type Environment = z.infer<typeof environmentSchema>;
