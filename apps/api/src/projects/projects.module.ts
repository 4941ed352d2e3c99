import { Module } from '@nestjs/common';
import { CardRemains } from './card-remains';
import { ProjectAccess } from './project-access';
import { ProjectModel } from './project-model';
import { ProjectsController } from './projects.controller';
import { ProjectsService } from './projects.service';

@Module({
  controllers: [ProjectsController],
  providers: [CardRemains, ProjectAccess, ProjectModel, ProjectsService],
  exports: [CardRemains, ProjectAccess],
})
export class ProjectsModule {}
