import { Module } from '@nestjs/common';
import { ProjectsModule } from '../projects/projects.module';
import { PipelineProjects } from './pipeline-projects';
import { PipelineReader } from './pipeline-reader';
import { PipelineRedriver } from './pipeline-redriver';
import { PipelineSender } from './pipeline-sender';
import { PipelineStarter } from './pipeline-starter';
import { PipelineTexts } from './pipeline-texts';
import { PipelinesController } from './pipelines.controller';
import { SignedPipelineController } from './signed-pipeline.controller';
import { SignedRequestGuard } from './signed-request.guard';

@Module({
  imports: [ProjectsModule],
  controllers: [PipelinesController, SignedPipelineController],
  providers: [
    PipelineProjects,
    PipelineReader,
    PipelineRedriver,
    PipelineSender,
    PipelineStarter,
    PipelineTexts,
    SignedRequestGuard,
  ],
})
export class PipelinesModule {}
