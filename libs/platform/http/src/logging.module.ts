import type { DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { DestinationStream, Level, LogFn, Logger } from 'pino';
import { newId } from '#kernel';

/**
 * JSON lines. pino-http's own request lines are off and its serialisers are emptied, because they hold the raw address
 * and the headers; `RequestLog` writes the line of each request instead.
 */
export function loggingModule(level: Level | 'silent', stream?: DestinationStream): DynamicModule {
  const nothing = () => undefined;
  const options = {
    level,
    autoLogging: false,
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'requestId' },
    genReqId: (request: { id?: unknown }) => (typeof request.id === 'string' ? request.id : newId()),
    serializers: { req: nothing, res: nothing },
    base: null,
    hooks: { logMethod: withoutFrameworkChatter },
  };
  return LoggerModule.forRoot({ pinoHttp: stream === undefined ? options : [options, stream] });
}

/** What Nest says of every module and route it mounts, some 200 lines a start. */
const CHATTER = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver', 'NestFactory']);
const INFO = 30;
/** It speaks only of a listener that failed, and that error is thrown too. */
const LISTENER = 'NestApplication';

function withoutFrameworkChatter(this: Logger, args: Parameters<LogFn>, method: LogFn, level: number): void {
  const [first] = args as readonly unknown[];
  const context = typeof first === 'object' && first !== null && 'context' in first ? first.context : undefined;
  if (context === LISTENER) return;
  if (level === INFO && typeof context === 'string' && CHATTER.has(context)) return;
  method.apply(this, args);
}
