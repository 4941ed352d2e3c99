import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';
import { Open } from '../auth/open.decorator';

/** Liveness only: a database that is down must not make the platform restart healthy processes. */
@Controller('healthz')
export class HealthController {
  constructor(private readonly health: HealthCheckService) {}

  @Get()
  @Open()
  @HealthCheck({ swaggerDocumentation: false })
  check() {
    return this.health.check([]);
  }
}
