import { Module } from '@nestjs/common';
import { StudioMetricsController } from './studio-metrics.controller';
import { StudioMetricsService } from './studio-metrics.service';

@Module({
  controllers: [StudioMetricsController],
  providers: [StudioMetricsService],
})
export class StudioMetricsModule {}
