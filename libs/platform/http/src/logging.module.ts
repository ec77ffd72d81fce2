import type { DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { DestinationStream, Level } from 'pino';
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
  };
  return LoggerModule.forRoot({ pinoHttp: stream === undefined ? options : [options, stream] });
}
