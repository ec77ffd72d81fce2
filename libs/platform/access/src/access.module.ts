import { type DynamicModule, Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { AccessKeys } from './access-keys.ts';
import { AccessTokenService } from './access-token.service.ts';
import { AccessTokenStrategy } from './access-token.strategy.ts';
import { AdmissionsRepository } from './admissions.repository.ts';
import { ApiKeysRepository } from './api-keys.repository.ts';
import { ApiKeys } from './api-keys.service.ts';
import { AttemptsRepository } from './attempts.repository.ts';
import { Attempts } from './attempts.service.ts';
import { InvitationLinks } from './invitation-links.ts';
import { OwnPassword } from './own-password.service.ts';
import { PasswordPolicy } from './password-policy.ts';
import { PasswordResetsRepository } from './password-resets.repository.ts';
import { PasswordResets } from './password-resets.service.ts';
import { PasswordService } from './password.service.ts';
import { PasswordStrategy } from './password.strategy.ts';
import { PeopleRepository } from './people.repository.ts';
import { PeopleService } from './people.service.ts';
import { PublicLinks } from './public-links.ts';
import { SecondFactorRoles } from './second-factor-roles.service.ts';
import { SecondFactor } from './second-factor.service.ts';
import { SecondFactorsRepository } from './second-factors.repository.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { SessionsService } from './sessions.service.ts';
import { SignInLog } from './sign-in-log.ts';
import { SignIn } from './sign-in.service.ts';
import { UnsubscribeLinks } from './unsubscribe-links.ts';

/** Needs DatabaseModule and VaultModule beside it. The app itself puts AccessGuard and BranchScopeInterceptor in place. */
@Module({})
export class AccessModule {
  /** @param publicUrl under which people reach the system; links in mails begin with it. */
  static withKeys(keys: { readonly token: Buffer }, publicUrl: string): DynamicModule {
    return {
      module: AccessModule,
      global: true,
      imports: [PassportModule.register({ session: false })],
      providers: [
        { provide: AccessKeys, useFactory: () => new AccessKeys(keys.token) },
        {
          provide: InvitationLinks,
          inject: [AccessKeys],
          useFactory: (own: AccessKeys) => new InvitationLinks(own, publicUrl),
        },
        { provide: PublicLinks, useFactory: () => new PublicLinks(publicUrl) },
        AccessTokenService,
        AccessTokenStrategy,
        AdmissionsRepository,
        ApiKeys,
        ApiKeysRepository,
        Attempts,
        AttemptsRepository,
        OwnPassword,
        PasswordPolicy,
        PasswordResets,
        PasswordResetsRepository,
        PasswordService,
        PasswordStrategy,
        PeopleRepository,
        PeopleService,
        SecondFactor,
        SecondFactorRoles,
        SecondFactorsRepository,
        SessionsRepository,
        SessionsService,
        SignIn,
        SignInLog,
        UnsubscribeLinks,
      ],
      exports: [
        AdmissionsRepository,
        ApiKeys,
        Attempts,
        InvitationLinks,
        OwnPassword,
        PasswordPolicy,
        PasswordResets,
        PeopleService,
        PublicLinks,
        SecondFactor,
        SecondFactorRoles,
        SessionsService,
        SignIn,
        UnsubscribeLinks,
      ],
    };
  }
}
