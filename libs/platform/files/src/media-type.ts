import { fileTypeFromBuffer } from 'file-type';

export const UNRECOGNISED = 'application/octet-stream';

const MAIL_HEADER = /^(from|to|date|subject|message-id|mime-version|received|return-path|delivered-to|x-[\w-]+):/i;

/**
 * What the bytes are, whatever the name says. Text is never taken for HTML or a script: a browser must not run it.
 */
export async function mediaTypeOf(content: Uint8Array): Promise<string> {
  const sniffed = await fileTypeFromBuffer(content);
  if (sniffed !== undefined) return sniffed.mime;
  const start = content.subarray(0, 4096);
  if (start.some(isControl)) return UNRECOGNISED;
  return looksLikeMail(Buffer.from(start).toString('latin1')) ? 'message/rfc822' : 'text/plain';
}

/** Tab, line feed, form feed, carriage return and escape occur in texts; the other control characters do not. */
function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d && byte !== 0x1b;
}

function looksLikeMail(start: string): boolean {
  const [head = ''] = start.split(/\r?\n\r?\n/);
  const lines = head.split(/\r?\n/).filter((line) => !/^[ \t]/.test(line));
  const headers = lines.filter((line) => /^[!-9;-~]+:/.test(line));
  return headers.length === lines.length && headers.filter((line) => MAIL_HEADER.test(line)).length >= 2;
}
