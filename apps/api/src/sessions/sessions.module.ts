import { Module } from '@nestjs/common';
import { SessionAccess } from './session-access';
import { SessionsController } from './sessions.controller';
import { SessionsService } from './sessions.service';

@Module({
  controllers: [SessionsController],
  providers: [SessionAccess, SessionsService],
  exports: [SessionAccess],
})
export class SessionsModule {}
