import { eventStreamSchema, socketTicketSchema } from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';

export class SocketTicketDto extends createZodDto(socketTicketSchema) {}
export class EventStreamDto extends createZodDto(eventStreamSchema) {}
