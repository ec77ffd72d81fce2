import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Speaks to the API in this process as a signed-in person of one branch, so that seeds pass every check that users do. */
export class SeedingApi {
  private constructor(
    private readonly api: NestFastifyApplication,
    private readonly authorization: string,
    private readonly branchId: string,
  ) {}

  static async signIn(api: NestFastifyApplication, email: string, password: string, branchId: string) {
    const answer = await api.inject({ method: 'POST', url: '/v1/auth/login', payload: { email, password } });
    const { accessToken } = JSON.parse(answer.payload) as { accessToken?: string };
    if (accessToken === undefined) throw new Error(`Signing in for the demo data answered ${answer.statusCode}.`);
    return new SeedingApi(api, `Bearer ${accessToken}`, branchId);
  }

  /** @throws Error with the problem's code when the API refuses: a mistake in the demo data. */
  async post(path: string, payload: object): Promise<{ readonly id: string }> {
    const url = `/v1/branches/${this.branchId}/${path}`;
    const headers = { authorization: this.authorization };
    const answer = await this.api.inject({ method: 'POST', url, headers, payload });
    if (answer.statusCode !== 201) throw new Error(`Demo data for ${path} were refused: ${answer.payload}`);
    return JSON.parse(answer.payload) as { id: string };
  }
}
