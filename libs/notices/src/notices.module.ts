import { Module } from '@nestjs/common';
import { CorrespondenceModule } from '#correspondence';
import { OrganisationsModule } from '#organisations';
import { RequestsModule } from '#requests';
import { VisibleClocks } from './clocks/visible-clocks.service.ts';
import { VisibleClocksRepository } from './clocks/visible-clocks.repository.ts';
import { DigestContents } from './digests/digest-contents.service.ts';
import { DigestSettingsController } from './digests/digest-settings.controller.ts';
import { DigestSettingsRepository } from './digests/digest-settings.repository.ts';
import { DigestSettings } from './digests/digest-settings.service.ts';
import { DigestSweep } from './digests/digest-sweep.ts';
import { DigestsRepository } from './digests/digests.repository.ts';
import { SendDigestHandler } from './digests/send-digest.handler.ts';
import { CalendarFeedController } from './feeds/calendar-feed.controller.ts';
import { CalendarFeedsRepository } from './feeds/calendar-feeds.repository.ts';
import { CalendarFeeds } from './feeds/calendar-feeds.service.ts';
import { OwnCalendarFeedController } from './feeds/own-calendar-feed.controller.ts';
import { UnsubscribeController } from './unsubscribing/unsubscribe.controller.ts';
import { Unsubscribing } from './unsubscribing/unsubscribing.service.ts';

@Module({
  imports: [OrganisationsModule, CorrespondenceModule, RequestsModule],
  controllers: [DigestSettingsController, UnsubscribeController, OwnCalendarFeedController, CalendarFeedController],
  providers: [
    VisibleClocksRepository,
    VisibleClocks,
    DigestSettingsRepository,
    DigestSettings,
    DigestsRepository,
    DigestContents,
    DigestSweep,
    SendDigestHandler,
    Unsubscribing,
    CalendarFeedsRepository,
    CalendarFeeds,
  ],
  exports: [DigestSweep],
})
export class NoticesModule {}
