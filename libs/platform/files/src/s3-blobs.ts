import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type BlobStore, blobPath, storeUnavailable } from './blob-store.ts';

/** Blobs in a bucket of any S3-compatible store, addressed by path. */
export class S3Blobs implements BlobStore {
  private readonly client: S3Client;
  private readonly bucket: string;

  /** @param url https://KEY:SECRET@host/bucket?region=... */
  constructor(url: string) {
    const { protocol, host, pathname, username, password, searchParams } = new URL(url);
    this.bucket = decodeURIComponent(pathname.split('/')[1] ?? '');
    this.client = new S3Client({
      endpoint: `${protocol}//${host}`,
      region: searchParams.get('region') ?? 'us-east-1',
      credentials: { accessKeyId: decodeURIComponent(username), secretAccessKey: decodeURIComponent(password) },
      forcePathStyle: true,
      maxAttempts: 3,
      // Many S3-compatible stores refuse the trailing checksums that AWS has since made the default.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: 5000, requestTimeout: 30_000 },
    });
  }

  async put(address: string, bytes: Uint8Array): Promise<void> {
    const command = new PutObjectCommand({ Bucket: this.bucket, Key: keyOf(address), Body: bytes });
    await this.client.send(command).catch(storeUnavailable);
  }

  async get(address: string): Promise<Buffer | null> {
    const command = new GetObjectCommand({ Bucket: this.bucket, Key: keyOf(address) });
    try {
      const { Body } = await this.client.send(command);
      return Body === undefined ? null : Buffer.from(await Body.transformToByteArray());
    } catch (error) {
      return error instanceof NoSuchKey ? null : storeUnavailable(error);
    }
  }

  async delete(address: string): Promise<void> {
    const command = new DeleteObjectCommand({ Bucket: this.bucket, Key: keyOf(address) });
    await this.client.send(command).catch(storeUnavailable);
  }

  close(): void {
    this.client.destroy();
  }
}

function keyOf(address: string): string {
  return `files/${blobPath(address)}`;
}
