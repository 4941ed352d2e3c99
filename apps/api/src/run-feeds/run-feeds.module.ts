import { Module } from '@nestjs/common';
import { RunFeedsController } from './run-feeds.controller';
import { RunFeedsService } from './run-feeds.service';

@Module({
  controllers: [RunFeedsController],
  providers: [RunFeedsService],
})
export class RunFeedsModule {}
