import { StreamableFile } from '@nestjs/common';
import type { ReadFile } from './message-reading.service.ts';

/**
 * A file of strangers for a browser: always a download, never shown or sniffed, never kept by a cache. The name goes in
 * twice (RFC 6266): plain ASCII for old clients, percent-encoded UTF-8 for the rest.
 */
export function download({ file, content }: ReadFile): StreamableFile {
  const plain = file.name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(file.name.toWellFormed()).replace(/['()*!]/g, percent);
  return new StreamableFile(content, {
    type: file.mediaType,
    length: content.length,
    disposition: `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
  });
}

export const DOWNLOAD_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'private, no-store',
} as const;

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
