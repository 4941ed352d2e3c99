import { provideHttpClient } from '@angular/common/http';
import {
  HttpTestingController,
  provideHttpClientTesting,
} from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { CONSOLE_CONFIG } from '../config/console-config';
import { consoleConfig } from '../config/console-config.fixture';
import { TEMPLATE_ID, template } from '../templates/template.fixture';
import { ApiClient } from './api-client';

describe(ApiClient, () => {
  let api: ApiClient;
  let server: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        { provide: CONSOLE_CONFIG, useValue: consoleConfig() },
      ],
    });
    api = TestBed.inject(ApiClient);
    server = TestBed.inject(HttpTestingController);
  });

  it('names the version that a change was made to', async () => {
    const saved = api.updateTemplate(TEMPLATE_ID, template(), 3);
    const call = server.expectOne(
      `https://api.example/templates/${TEMPLATE_ID}`,
    );
    expect(call.request.method).toBe('PUT');
    expect(call.request.headers.get('If-Match')).toBe('"3"');
    call.flush(template({ version: 4 }));
    expect((await saved).version).toBe(4);
  });

  it('leaves the cursor out of the first page', async () => {
    const page = api.templates('public', { cursor: undefined });
    const call = server.expectOne(
      'https://api.example/templates?visibility=public',
    );
    call.flush({ items: [] });
    expect(await page).toEqual({ items: [] });
  });

  it('turns problem details into one kind of error', async () => {
    const job = expect(api.dashboard('1')).rejects.toMatchObject({
      status: 404,
      title: 'Not found',
      detail: 'There is no such job.',
      requestId: 'r-1',
      issues: [{ where: 'jobId', message: 'is unknown' }],
    });
    server.expectOne('https://api.example/dashboard/1').flush(
      {
        type: 'urn:plot-palette:problem:not-found',
        title: 'Not found',
        status: 404,
        detail: 'There is no such job.',
        instance: '/dashboard/1',
        requestId: 'r-1',
        issues: [{ where: 'jobId', message: 'is unknown' }],
      },
      { status: 404, statusText: 'Not Found' },
    );
    await job;
  });

  it('says so when the server cannot be reached', async () => {
    const models = expect(api.models()).rejects.toMatchObject({
      status: 0,
      title: 'The server cannot be reached',
    });
    server
      .expectOne('https://api.example/models')
      .error(new ProgressEvent('error'));
    await models;
  });

  it('refuses an answer of another shape and says where it differs', async () => {
    const models = expect(api.models()).rejects.toMatchObject({
      title: 'The console does not understand this answer',
      issues: expect.arrayContaining([
        expect.objectContaining({ where: 'items' }),
      ]),
    });
    server.expectOne('https://api.example/models').flush({ models: [] });
    await models;
  });
});
