import type { WorkerStores } from '../ports';
import type { OperationCounts } from './running-meter';

type Objects = WorkerStores['objects'];

/** The bucket, with a count of the requests that are paid for. */
export class CountedObjects implements Objects {
  private puts = 0;
  private gets = 0;

  constructor(private readonly objects: Objects) {}

  get counts(): OperationCounts {
    return { puts: this.puts, gets: this.gets };
  }

  get(...request: Parameters<Objects['get']>): ReturnType<Objects['get']> {
    this.gets += 1;
    return this.objects.get(...request);
  }

  stream(
    ...request: Parameters<Objects['stream']>
  ): ReturnType<Objects['stream']> {
    this.gets += 1;
    return this.objects.stream(...request);
  }

  put(...request: Parameters<Objects['put']>): ReturnType<Objects['put']> {
    this.puts += 1;
    return this.objects.put(...request);
  }

  list(...request: Parameters<Objects['list']>): ReturnType<Objects['list']> {
    this.puts += 1;
    return this.objects.list(...request);
  }

  upload(
    ...request: Parameters<Objects['upload']>
  ): ReturnType<Objects['upload']> {
    this.puts += 1;
    return this.objects.upload(...request);
  }
}
