import type { ApiConfig } from '../config';

/** Injection token of the loaded configuration. */
export const API_CONFIG = Symbol('API_CONFIG');
export type { ApiConfig };
