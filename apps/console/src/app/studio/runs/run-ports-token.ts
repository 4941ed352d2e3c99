import { InjectionToken, inject } from '@angular/core';
import { StudioApi } from '../studio-api';
import { openSocket, openStream } from './browser-ports';
import type { RunPorts } from './run-ports';

export const RUN_PORTS = new InjectionToken<RunPorts>('RUN_PORTS', {
  providedIn: 'root',
  factory: () => {
    const api = inject(StudioApi);
    return {
      ticket: () => api.socketTicket(),
      eventsUrl: async (runId) => (await api.eventToken(runId)).url,
      openSocket,
      openStream,
      random: Math.random,
    };
  },
});
