import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { fakeApi } from '../api/api-client.fixture';
import { ApiProblem } from '../api/api-problem';
import { PageVisibility } from '../api/page-visibility';
import { provideIcons } from '../layout/icons';
import { JobList } from './job-list';
import { job } from './job.fixture';

describe(JobList, () => {
  const jobs = vi.fn();
  const visible = vi.fn();
  let fixture: ComponentFixture<JobList>;

  beforeEach(() => {
    vi.resetAllMocks();
    vi.useFakeTimers();
    visible.mockReturnValue(true);
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        provideIcons(),
        fakeApi({ jobs }),
        { provide: PageVisibility, useValue: { visible } },
      ],
    });
  });
  afterEach(() => vi.useRealTimers());

  async function open(): Promise<void> {
    fixture = TestBed.createComponent(JobList);
    await vi.advanceTimersByTimeAsync(100);
  }

  function text(): string {
    const element: HTMLElement = fixture.nativeElement;
    return element.textContent ?? '';
  }

  it('refreshes while a job is active and rests when none is', async () => {
    jobs.mockResolvedValue({ items: [job()] });
    await open();
    expect(text()).toContain('90 of 200');
    expect(text()).toContain('$0.50');
    jobs.mockResolvedValue({ items: [job({ status: 'COMPLETED' })] });
    await vi.advanceTimersByTimeAsync(4_200);
    expect(text()).toContain('Completed');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(jobs).toHaveBeenCalledTimes(2);
  });

  it('asks less often while nobody can see it', async () => {
    visible.mockReturnValue(false);
    jobs.mockResolvedValue({ items: [job()] });
    await open();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(jobs).toHaveBeenCalledTimes(1);
  });

  it('says how to begin when there is none', async () => {
    jobs.mockResolvedValue({ items: [] });
    await open();
    expect(text()).toContain('No jobs yet');
  });

  it('shows why it could not load', async () => {
    jobs.mockRejectedValue(
      new ApiProblem({ status: 500, title: 'Broken', detail: 'Our fault.' }),
    );
    await open();
    expect(text()).toContain('Our fault.');
  });
});
