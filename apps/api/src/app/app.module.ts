import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import {
  PipelineExecutions,
  type Stores,
  type StudioStores,
} from '@plot-palette/stores';
import { LoggerModule } from 'nestjs-pino';
import { ZodSerializerInterceptor, ZodValidationPipe } from 'nestjs-zod';
import { AuthModule } from '../auth/auth.module';
import { BridgesModule } from '../bridges/bridges.module';
import { DashboardModule } from '../dashboard/dashboard.module';
import { HealthModule } from '../health/health.module';
import { requestLogging } from '../http/request-logging';
import { JobsModule } from '../jobs/jobs.module';
import { LifecycleFunctions } from '../lifecycle/lifecycle-functions';
import { ModelsModule } from '../models/models.module';
import { PipelinesModule } from '../pipelines/pipelines.module';
import { SignedRequests } from '../pipelines/signed-requests';
import { ProblemFilter } from '../problems/problem.filter';
import { ProjectsModule } from '../projects/projects.module';
import { PromptsModule } from '../prompts/prompts.module';
import { RunFeedsModule } from '../run-feeds/run-feeds.module';
import { RunsModule } from '../runs/runs.module';
import { SeedDataModule } from '../seed-data/seed-data.module';
import { SessionsModule } from '../sessions/sessions.module';
import { StoresModule } from '../stores/stores.module';
import { StudioMetricsModule } from '../studio-metrics/studio-metrics.module';
import { TemplatesModule } from '../templates/templates.module';
import { API_CONFIG, type ApiConfig } from './api-config';

/** What the application reaches beyond its process. */
export interface Surroundings {
  readonly stores: Stores;
  readonly studio: StudioStores;
  readonly functions: LifecycleFunctions;
  readonly pipelineExecutions: PipelineExecutions;
  readonly signedRequests: SignedRequests;
}

@Module({})
export class AppModule {
  static register(
    config: ApiConfig,
    {
      stores,
      studio,
      functions,
      pipelineExecutions,
      signedRequests,
    }: Surroundings,
  ): DynamicModule {
    const surroundings = [
      { provide: API_CONFIG, useValue: config },
      { provide: LifecycleFunctions, useValue: functions },
      { provide: PipelineExecutions, useValue: pipelineExecutions },
      { provide: SignedRequests, useValue: signedRequests },
    ];
    return {
      module: AppModule,
      global: true,
      imports: [
        LoggerModule.forRoot(requestLogging(config.logLevel)),
        StoresModule.register(stores, studio),
        AuthModule,
        HealthModule,
        TemplatesModule,
        SeedDataModule,
        JobsModule,
        DashboardModule,
        ModelsModule,
        PipelinesModule,
        ProjectsModule,
        PromptsModule,
        RunFeedsModule,
        RunsModule,
        SessionsModule,
        StudioMetricsModule,
        BridgesModule,
      ],
      providers: [
        ...surroundings,
        { provide: APP_PIPE, useClass: ZodValidationPipe },
        { provide: APP_INTERCEPTOR, useClass: ZodSerializerInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: surroundings.map(({ provide }) => provide),
    };
  }
}
