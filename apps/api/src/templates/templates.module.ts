import { Module } from '@nestjs/common';
import { FragmentResolver } from './fragments';
import { PromptRenderer } from './prompt-renderer';
import { TemplateAccess } from './template-access';
import { TemplateChecker } from './template-checker';
import { TemplatePreviewer } from './template-previewer';
import { TemplatesController } from './templates.controller';
import { TemplatesService } from './templates.service';

@Module({
  controllers: [TemplatesController],
  providers: [
    FragmentResolver,
    PromptRenderer,
    TemplateAccess,
    TemplateChecker,
    TemplatePreviewer,
    TemplatesService,
  ],
  exports: [PromptRenderer, TemplateAccess, TemplateChecker, TemplatesService],
})
export class TemplatesModule {}
