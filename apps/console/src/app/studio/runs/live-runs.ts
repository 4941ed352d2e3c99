import { Injectable, inject, signal, type OnDestroy } from '@angular/core';
import { RunConnection } from './run-connection';
import type { RunFeed } from './run-feed';
import { RUN_PORTS } from './run-ports-token';

/** The runs that a page follows. Provided by the page, so that its connection ends with it. */
@Injectable()
export class LiveRuns implements OnDestroy {
  readonly #feeds = signal<ReadonlyMap<string, RunFeed>>(new Map());
  readonly #losses = signal<ReadonlyMap<string, string>>(new Map());
  readonly #connection = new RunConnection(inject(RUN_PORTS), {
    changed: (feed) =>
      this.#feeds.update((feeds) => new Map(feeds).set(feed.runId, feed)),
    lost: (runId, reason) =>
      this.#losses.update((losses) => new Map(losses).set(runId, reason)),
  });

  /** By run id; also of runs that are over. */
  readonly feeds = this.#feeds.asReadonly();
  /** Why a run cannot be followed, by run id. */
  readonly losses = this.#losses.asReadonly();

  /** Opens the connection ahead of need. */
  prepare(): void {
    this.#connection.prepare();
  }

  watch(runId: string): void {
    if (this.#feeds().get(runId)?.outcome === undefined)
      this.#connection.watch(runId);
  }

  ngOnDestroy(): void {
    this.#connection.close();
  }
}
