/**
 * The only reader of the environment: one schema, one frozen object.
 * Never holds a secret in a variable of its own making: keys come from files.
 */
export { environmentSchema } from './config-schema.ts';
export { ConfigurationError } from './configuration-error.ts';
export { fingerprintOf, masterInForce, type MasterKeys } from './master-keys.ts';
export { type Config, loadConfig } from './load-config.ts';
