import { Readable } from 'node:stream';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Problem } from '#kernel';
import { httpProblems } from './http.problems.ts';

export const UPLOAD_LIMITS = { fileSize: 25 * 1024 * 1024, files: 1, fields: 20, fieldSize: 4096, parts: 21 } as const;

/** One uploaded file. Name and type are what the sender claims; nothing about them is checked here. */
export interface IncomingFile {
  readonly filename: string;
  readonly contentType: string;
  /** Fails with http.body-too-large past the limit. Read it to its end before answering. */
  readonly content: Readable;
  /** Text parts that came before the file. */
  readonly fields: Readonly<Record<string, string>>;
}

interface UploadOptions {
  /** Bytes; 25 MiB when left out. */
  readonly fileSize?: number;
}

const incoming = createParamDecorator(
  async (given: UploadOptions, context: ExecutionContext): Promise<IncomingFile> => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!request.isMultipart()) throw new Problem(httpProblems.unsupportedMediaType);
    const part = await request.file({ limits: { ...UPLOAD_LIMITS, ...given } }).catch(asMalformed);
    if (part?.fieldname !== 'file') throw new Problem(httpProblems.uploadMissing, { pointer: '/file' });
    return {
      filename: part.filename,
      contentType: part.mimetype,
      content: limited(part.file),
      fields: texts(part.fields),
    };
  },
);

/** `@Upload() file: IncomingFile` — the part `file` of a multipart/form-data body. Not together with `@Idempotent()`. */
export function Upload(options: UploadOptions = {}): ParameterDecorator {
  return (target, key, index) => {
    incoming(options)(target, key, index);
    const method = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key === undefined || method === undefined) return;
    ApiConsumes('multipart/form-data')(target, key, method);
    const file = { type: 'string', format: 'binary', maxLength: options.fileSize ?? UPLOAD_LIMITS.fileSize };
    ApiBody({ schema: { type: 'object', required: ['file'], properties: { file } } })(target, key, method);
  };
}

/** The parser gives what it refuses no status, unless a limit was passed. */
function asMalformed(error: unknown): never {
  if (error instanceof Error && 'statusCode' in error) throw error;
  throw new Problem(httpProblems.malformedBody);
}

/** Without this a file past the limit would simply end early, and half a document would look whole. */
function limited(file: MultipartFile['file']): Readable {
  // It may fail before anybody reads it; whoever reads it is told then.
  file.on('error', () => undefined);
  return Readable.from(partsOf(file), { objectMode: false });
}

async function* partsOf(file: MultipartFile['file']): AsyncGenerator<Buffer> {
  try {
    for await (const part of file) yield part as Buffer;
  } catch (error) {
    asMalformed(error);
  }
  if (file.truncated) throw new Problem(httpProblems.tooLarge);
}

function texts(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  const pairs = Object.entries(fields).flatMap(([name, part]) =>
    typeof part === 'object' && part !== null && 'value' in part && typeof part.value === 'string'
      ? [[name, part.value] as const]
      : [],
  );
  return Object.fromEntries(pairs);
}
