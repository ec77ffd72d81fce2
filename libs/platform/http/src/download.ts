import { applyDecorators, Header, StreamableFile } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';

/**
 * `@Download('application/pdf', 'The letter')`: never sniffed, never shown inside this origin, never kept by a cache. The
 * media range of everything stands for files of any type.
 */
export function Download(mediaType: string, description: string): MethodDecorator {
  return applyDecorators(
    Header('x-content-type-options', 'nosniff'),
    Header('content-security-policy', "default-src 'none'; sandbox"),
    Header('cache-control', 'private, no-store'),
    ApiOkResponse({ description, content: { [mediaType]: { schema: { type: 'string', format: 'binary' } } } }),
  );
}

/**
 * A file of strangers for a browser: always a download. The name goes in twice (RFC 6266): plain ASCII for old clients,
 * percent-encoded UTF-8 for the rest.
 */
export function download(
  file: { readonly name: string; readonly mediaType: string },
  content: Uint8Array,
): StreamableFile {
  const plain = file.name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(file.name.toWellFormed()).replace(/['()*!]/g, percent);
  return new StreamableFile(content, {
    type: file.mediaType,
    length: content.length,
    disposition: `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
  });
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
