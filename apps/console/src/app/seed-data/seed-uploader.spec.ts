import {
  HttpEventType,
  provideHttpClient,
  withXhr,
} from '@angular/common/http';
import {
  HttpTestingController,
  provideHttpClientTesting,
} from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { fakeApi } from '../api/api-client.fixture';
import { seedData } from './seed-data.fixture';
import { SeedUploader, fileProblem } from './seed-uploader';

const BUCKET = 'https://bucket.example/';

describe(SeedUploader, () => {
  const createSeed = vi.fn();
  let uploader: SeedUploader;
  let server: HttpTestingController;

  beforeEach(() => {
    vi.resetAllMocks();
    createSeed.mockResolvedValue({
      seed: seedData({ state: 'AWAITING_UPLOAD' }),
      upload: { url: BUCKET, fields: { key: 'k', policy: 'p' } },
    });
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withXhr()),
        provideHttpClientTesting(),
        fakeApi({ createSeed }),
      ],
    });
    uploader = TestBed.inject(SeedUploader);
    server = TestBed.inject(HttpTestingController);
  });

  const file = new File(['{"a":1}\n'], 'übung.v2.jsonl');

  it('announces the file and posts the fields, the file last', async () => {
    const shares: number[] = [];
    const uploaded = uploader.upload(file, (share) => shares.push(share));
    const call = await vi.waitFor(() => server.expectOne(BUCKET));
    expect(createSeed).toHaveBeenCalledWith({
      name: 'übung.v2',
      fileName: 'übung.v2.jsonl',
      bytes: 8,
    });
    const body: FormData = call.request.body;
    expect([...body.keys()]).toEqual(['key', 'policy', 'file']);
    call.event({ type: HttpEventType.UploadProgress, loaded: 4, total: 8 });
    call.flush('', { status: 204, statusText: 'No Content' });
    expect((await uploaded).state).toBe('AWAITING_UPLOAD');
    expect(shares).toEqual([0.5]);
  });

  it('explains a permission that has expired', async () => {
    const failed = expect(
      uploader.upload(file, () => {}),
    ).rejects.toMatchObject({ detail: expect.stringContaining('15 minutes') });
    const call = await vi.waitFor(() => server.expectOne(BUCKET));
    call.flush('<Error/>', { status: 403, statusText: 'Forbidden' });
    await failed;
  });
});

describe(fileProblem, () => {
  it.each([
    ['notes.txt', 'x', 'only .json, .jsonl and .csv'],
    ['noending', 'x', 'only .json, .jsonl and .csv'],
    ['rows.csv', '', 'is empty'],
  ])('refuses %s before anything is sent', (name, content, reason) =>
    expect(fileProblem(new File([content], name))).toContain(reason),
  );

  it('takes an ending in capitals', () =>
    expect(fileProblem(new File(['a'], 'ROWS.CSV'))).toBeUndefined());
});
