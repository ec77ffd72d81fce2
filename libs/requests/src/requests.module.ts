import { Module } from '@nestjs/common';
import { CorrespondenceModule } from '#correspondence';
import { DocumentsModule } from '#documents';
import { FamiliesModule } from '#families';
import { OrganisationsModule } from '#organisations';
import { SchoolsModule } from '#schools';
import { Addressees } from './addressees.service.ts';
import { Classification } from './classification.service.ts';
import { ChecklistsController } from './checklists/checklists.controller.ts';
import { ChecklistMarksRepository } from './checklists/checklist-marks.repository.ts';
import { ChecklistMarks } from './checklists/checklist-marks.service.ts';
import { Checklists } from './checklists/checklists.service.ts';
import { ClockStarts } from './clock-starts.service.ts';
import { CalendarMoves } from './clocks/calendar-moves.service.ts';
import { CalendarsController } from './clocks/calendars.controller.ts';
import { DeadlineExtensions } from './clocks/deadline-extensions.service.ts';
import { DeadlinesController } from './clocks/deadlines.controller.ts';
import { LawInForce } from './clocks/law-in-force.service.ts';
import { OpenDeadlinesRepository } from './clocks/open-deadlines.repository.ts';
import { RecomputeDeadlinesHandler } from './clocks/recompute-deadlines.handler.ts';
import { WhatIf } from './clocks/what-if.service.ts';
import { DeadlineSweep } from './deadline-sweep.ts';
import { DeadlinesRepository } from './deadlines.repository.ts';
import { Deadlines } from './deadlines.service.ts';
import { DutiesController } from './duties/duties.controller.ts';
import { DutiesRepository } from './duties/duties.repository.ts';
import { Duties } from './duties/duties.service.ts';
import { OpenConsentDutyHandler } from './duties/open-consent-duty.handler.ts';
import { FlagReplyHandler } from './flag-reply.handler.ts';
import { CountFolding } from './overview/count-folding.ts';
import { OverviewController } from './overview/overview.controller.ts';
import { OverviewRepository } from './overview/overview.repository.ts';
import { PassDeadlineHandler } from './pass-deadline.handler.ts';
import { PlansController } from './plan/plans.controller.ts';
import { PlansRepository } from './plan/plans.repository.ts';
import { Plans } from './plan/plans.service.ts';
import { Receipts } from './receipts.service.ts';
import { NotificationsController } from './reminders/notifications.controller.ts';
import { NotificationsRepository } from './reminders/notifications.repository.ts';
import { Notifications } from './reminders/notifications.service.ts';
import { RemindHandler } from './reminders/remind.handler.ts';
import { ReminderSweep } from './reminders/reminder-sweep.ts';
import { RemindersRepository } from './reminders/reminders.repository.ts';
import { RequestActions } from './request-actions.service.ts';
import { RequestLetters } from './request-letters.service.ts';
import { RequestStages } from './request-stages.service.ts';
import { RequestsController } from './requests.controller.ts';
import { RequestsRepository } from './requests.repository.ts';
import { RequestsService } from './requests.service.ts';
import { RequestSearchRepository } from './search/request-search.repository.ts';
import { RequestSearch } from './search/request-search.service.ts';
import { SearchController } from './search/search.controller.ts';
import { Search } from './search/search.service.ts';
import { SideDoorsController } from './side-doors.controller.ts';
import { SideDoors } from './side-doors.service.ts';
import { StartClockHandler } from './start-clock.handler.ts';
import { Submissions } from './submission.service.ts';

@Module({
  imports: [OrganisationsModule, SchoolsModule, FamiliesModule, CorrespondenceModule, DocumentsModule],
  controllers: [
    RequestsController,
    SearchController,
    SideDoorsController,
    PlansController,
    OverviewController,
    DeadlinesController,
    CalendarsController,
    DutiesController,
    ChecklistsController,
    NotificationsController,
  ],
  providers: [
    RequestsRepository,
    DeadlinesRepository,
    RequestStages,
    Addressees,
    RequestsService,
    RequestLetters,
    Submissions,
    Receipts,
    ClockStarts,
    Classification,
    RequestActions,
    SideDoors,
    OverviewRepository,
    CountFolding,
    PlansRepository,
    Plans,
    LawInForce,
    DeadlineExtensions,
    WhatIf,
    OpenDeadlinesRepository,
    CalendarMoves,
    RecomputeDeadlinesHandler,
    DutiesRepository,
    Duties,
    OpenConsentDutyHandler,
    Deadlines,
    DeadlineSweep,
    PassDeadlineHandler,
    StartClockHandler,
    FlagReplyHandler,
    ChecklistMarksRepository,
    ChecklistMarks,
    Checklists,
    Search,
    RequestSearch,
    RequestSearchRepository,
    RemindersRepository,
    ReminderSweep,
    RemindHandler,
    NotificationsRepository,
    Notifications,
  ],
  exports: [RequestsService, LawInForce, DeadlineExtensions, Deadlines, DeadlineSweep, ReminderSweep, CountFolding],
})
export class RequestsModule {}
