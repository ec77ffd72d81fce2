import { type DynamicModule, Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { AccessKeys } from './access-keys.ts';
import { AccessTokenService } from './access-token.service.ts';
import { AccessTokenStrategy } from './access-token.strategy.ts';
import { PasswordService } from './password.service.ts';
import { PasswordStrategy } from './password.strategy.ts';
import { PeopleRepository } from './people.repository.ts';
import { PeopleService } from './people.service.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { SessionsService } from './sessions.service.ts';

/** Needs DatabaseModule and VaultModule beside it. The app itself puts AccessGuard and BranchScopeInterceptor in place. */
@Module({})
export class AccessModule {
  static withKeys(keys: { readonly token: Buffer }): DynamicModule {
    return {
      module: AccessModule,
      global: true,
      imports: [PassportModule.register({ session: false })],
      providers: [
        { provide: AccessKeys, useFactory: () => new AccessKeys(keys.token) },
        AccessTokenService,
        AccessTokenStrategy,
        PasswordService,
        PasswordStrategy,
        PeopleRepository,
        PeopleService,
        SessionsRepository,
        SessionsService,
      ],
      exports: [PeopleService, SessionsService, SessionsRepository],
    };
  }
}
