import { Module } from '@nestjs/common';
import { TemplatesModule } from '../templates/templates.module';
import { SeedAccess } from './seed-access';
import { SeedDataController } from './seed-data.controller';
import { SeedDataService } from './seed-data.service';
import { SeedProfiles } from './seed-profiles';

@Module({
  imports: [TemplatesModule],
  controllers: [SeedDataController],
  providers: [SeedAccess, SeedDataService, SeedProfiles],
  exports: [SeedAccess, SeedDataService, SeedProfiles],
})
export class SeedDataModule {}
