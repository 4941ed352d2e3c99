import { Component, inject, output, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import type { SeedData } from '@plot-palette/domain';
import { ProblemPanel } from '../api/problem-panel';
import { SeedUploader, fileProblem } from './seed-uploader';

interface Sending {
  readonly name: string;
  readonly percent: number;
}

/** Takes a file by drop or by button and shows it going out. */
@Component({
  selector: 'app-seed-upload',
  imports: [MatButtonModule, MatIconModule, MatProgressBarModule, ProblemPanel],
  templateUrl: './seed-upload.html',
  styleUrl: './seed-upload.scss',
})
export class SeedUploadArea {
  readonly #uploader = inject(SeedUploader);

  /** The file is in the bucket; reading it has begun. */
  readonly uploaded = output<SeedData>();

  protected readonly dragging = signal(false);
  protected readonly sending = signal<Sending | undefined>(undefined);
  protected readonly refusal = signal('');
  protected readonly failure = signal<unknown>(undefined);

  protected over(event: DragEvent): void {
    event.preventDefault();
    this.dragging.set(true);
  }

  protected async drop(event: DragEvent): Promise<void> {
    event.preventDefault();
    this.dragging.set(false);
    await this.#take(event.dataTransfer?.files);
  }

  protected async choose({ target }: Event): Promise<void> {
    if (!(target instanceof HTMLInputElement)) return;
    await this.#take(target.files);
    // The same file may be chosen again after it was corrected.
    target.value = '';
  }

  async #take(files: FileList | null | undefined): Promise<void> {
    const file = files?.[0];
    if (file === undefined || this.sending() !== undefined) return;
    this.failure.set(undefined);
    this.refusal.set(fileProblem(file) ?? '');
    if (this.refusal() === '') await this.#upload(file);
  }

  async #upload(file: File): Promise<void> {
    const { name } = file;
    this.sending.set({ name, percent: 0 });
    try {
      const seed = await this.#uploader.upload(file, (share) =>
        this.sending.set({ name, percent: Math.round(share * 100) }),
      );
      this.uploaded.emit(seed);
    } catch (error) {
      this.failure.set(error);
    } finally {
      this.sending.set(undefined);
    }
  }
}
