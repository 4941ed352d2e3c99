import { Module } from '@nestjs/common';
import { ProjectsModule } from '../projects/projects.module';
import { CardAccess } from './card-access';
import { CardHistory } from './card-history';
import { CardShelf } from './card-shelf';
import { CardVersionsController } from './card-versions.controller';
import { PromptsController } from './prompts.controller';
import { PromptsService } from './prompts.service';

@Module({
  imports: [ProjectsModule],
  // The order of the cards is a path that looks like a card's.
  controllers: [PromptsController, CardVersionsController],
  providers: [CardAccess, CardHistory, CardShelf, PromptsService],
})
export class PromptsModule {}
