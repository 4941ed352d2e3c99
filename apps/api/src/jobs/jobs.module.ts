import { Module } from '@nestjs/common';
import { SeedDataModule } from '../seed-data/seed-data.module';
import { TemplatesModule } from '../templates/templates.module';
import { DispatchTrigger } from './dispatch-trigger';
import { JobAccess } from './job-access';
import { JobCreator } from './job-creator';
import { JobDownloads } from './job-downloads';
import { JobEstimator } from './job-estimator';
import { JobPlanner } from './job-planner';
import { JobRecords } from './job-records';
import { JobResumer } from './job-resumer';
import { JobSnapshots } from './job-snapshots';
import { JobsController } from './jobs.controller';
import { JobsService } from './jobs.service';
import { RecordSampler } from './record-sampler';
import { SampleRows } from './sample-rows';

@Module({
  imports: [TemplatesModule, SeedDataModule],
  controllers: [JobsController],
  providers: [
    DispatchTrigger,
    JobAccess,
    JobCreator,
    JobDownloads,
    JobEstimator,
    JobPlanner,
    JobRecords,
    JobResumer,
    JobSnapshots,
    JobsService,
    RecordSampler,
    SampleRows,
  ],
  exports: [JobAccess],
})
export class JobsModule {}
