import { z } from 'zod';

export const uuidSchema = z.uuid();
/** ISO 8601 in UTC with milliseconds: sorts as text. */
export const timestampSchema = z.iso.datetime({ precision: 3 });
