import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { dashboardSchema, uuidSchema } from '@plot-palette/domain';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { CurrentCaller, type Caller } from '../auth/caller';
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
  @ZodResponse({ status: 200, type: DashboardDto })
  show(@CurrentCaller() caller: Caller, @Param() { jobId }: DashboardParams) {
    return this.dashboards.show(caller, jobId);
  }
}
