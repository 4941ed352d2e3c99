import { Module, type DynamicModule } from '@nestjs/common';
import {
  CardHeads,
  CardReader,
  ConnectionStore,
  CostStore,
  JobStore,
  LedgerStore,
  ObjectStore,
  PipelineLogStore,
  ProjectStore,
  PromptCardStore,
  QueueStore,
  RunStore,
  SeedStore,
  SessionStore,
  ShardStore,
  StudioMetricsStore,
  TemplateStore,
  type Stores,
  type StudioStores,
} from '@plot-palette/stores';

/** Makes every store injectable by its class. */
@Module({})
export class StoresModule {
  static register(stores: Stores, studio: StudioStores): DynamicModule {
    const providers = [
      { provide: JobStore, useValue: stores.jobs },
      { provide: QueueStore, useValue: stores.queue },
      { provide: LedgerStore, useValue: stores.ledger },
      { provide: ShardStore, useValue: stores.shards },
      { provide: TemplateStore, useValue: stores.templates },
      { provide: SeedStore, useValue: stores.seeds },
      { provide: CostStore, useValue: stores.costs },
      { provide: ObjectStore, useValue: stores.objects },
      { provide: ProjectStore, useValue: studio.projects },
      { provide: SessionStore, useValue: studio.sessions },
      { provide: ConnectionStore, useValue: studio.connections },
      { provide: RunStore, useValue: studio.runs },
      { provide: StudioMetricsStore, useValue: studio.metrics },
      { provide: PipelineLogStore, useValue: studio.pipelineLogs },
      { provide: CardHeads, useValue: studio.cardHeads },
      { provide: CardReader, useValue: studio.cardReader },
      { provide: PromptCardStore, useValue: studio.promptCards },
    ];
    return {
      module: StoresModule,
      global: true,
      providers,
      exports: providers.map(({ provide }) => provide),
    };
  }
}
