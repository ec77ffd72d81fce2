import { ConfigurationError } from '#config';

/** A taken port as one sentence that names the variable to change; every other error as it is. */
export function listeningError(error: unknown, what: string, port: number, variable: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new ConfigurationError(`Port ${port} for ${what} is taken. Stop what uses it or set ${variable}.`, {
      cause: error,
    });
  }
  if (code === 'EACCES') {
    return new ConfigurationError(
      `Port ${port} for ${what} is not allowed to this user. Set ${variable} to one above 1023.`,
      {
        cause: error,
      },
    );
  }
  return error;
}
