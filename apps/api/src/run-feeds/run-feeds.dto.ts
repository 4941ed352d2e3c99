import { socketTicketSchema } from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';

export class SocketTicketDto extends createZodDto(socketTicketSchema) {}
