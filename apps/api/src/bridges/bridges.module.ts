import { Module } from '@nestjs/common';
import { ProjectsModule } from '../projects/projects.module';
import { SeedDataModule } from '../seed-data/seed-data.module';
import { SessionsModule } from '../sessions/sessions.module';
import { TemplatesModule } from '../templates/templates.module';
import { BridgesController } from './bridges.controller';
import { CardsToTemplate } from './cards-to-template';
import { SessionToSeedData } from './session-to-seed-data';

@Module({
  imports: [ProjectsModule, SeedDataModule, SessionsModule, TemplatesModule],
  controllers: [BridgesController],
  providers: [CardsToTemplate, SessionToSeedData],
})
export class BridgesModule {}
