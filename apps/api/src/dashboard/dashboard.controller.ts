import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { dashboardSchema, uuidSchema } from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { CurrentCaller, type Caller } from '../auth/caller';
import { Answers } from '../http/answers.decorator';
import { DashboardService } from './dashboard.service';

export class DashboardDto extends createZodDto(dashboardSchema) {}

export class DashboardParams extends createZodDto(
  z.strictObject({ jobId: uuidSchema }),
) {}

@ApiTags('jobs')
@Controller('dashboard')
export class DashboardController {
  constructor(private readonly dashboards: DashboardService) {}

  @Get(':jobId')
  @ApiOperation({ summary: 'Progress, speed, shards and money of a job, now' })
  @Answers(200, DashboardDto)
  show(@CurrentCaller() caller: Caller, @Param() { jobId }: DashboardParams) {
    return this.dashboards.show(caller, jobId);
  }
}
