import { Module } from '@nestjs/common';
import { ProjectsModule } from '../projects/projects.module';
import { SessionsModule } from '../sessions/sessions.module';
import { ComparisonsController } from './comparisons.controller';
import { RunAdmission } from './run-admission';
import { RunStarter } from './run-starter';
import { RunUploads } from './run-uploads';
import { RunsController } from './runs.controller';
import { RunsService } from './runs.service';

@Module({
  imports: [ProjectsModule, SessionsModule],
  controllers: [RunsController, ComparisonsController],
  providers: [RunAdmission, RunStarter, RunUploads, RunsService],
  exports: [RunStarter],
})
export class RunsModule {}
