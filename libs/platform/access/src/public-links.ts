/** Addresses under which people reach this installation; for mails. */
export class PublicLinks {
  constructor(private readonly publicUrl: string) {}

  /** @param path begins with `/`. */
  to(path: string): string {
    return `${this.publicUrl}${path}`;
  }
}
