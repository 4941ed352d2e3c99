import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  MAX_PAGE_SIZE,
  type Page,
  type PageQuery,
  type Template,
  type TemplateStep,
} from '@plot-palette/domain';
import { TemplateStore } from '@plot-palette/stores';
import {
  checkTemplateSteps,
  parseTemplate,
  type Template as ParsedTemplate,
} from '@plot-palette/templating';

/** Prompts by the name that templates include them under. */
export type Fragments = Readonly<Record<string, string>>;

/** What the engine asks for an `include`; each fragment is parsed once. Throws TemplateSyntaxError for one that does not parse. */
export function includesFrom(
  fragments: Fragments,
): (name: string) => ParsedTemplate | undefined {
  const parsed = new Map<string, ParsedTemplate>();
  return (name) => {
    const source = Object.hasOwn(fragments, name) ? fragments[name] : undefined;
    if (source === undefined) return undefined;
    const template = parsed.get(name) ?? parseTemplate(source, { name });
    parsed.set(name, template);
    return template;
  };
}

const MAX_FRAGMENTS = 50;
/** Pages of public templates that are searched for a name. */
const MAX_PUBLIC_PAGES = 20;

type Listing = (page: PageQuery) => Promise<Page<Template>>;

/**
 * Finds what templates include, by template name: among the owner's own, then among the public ones. Of public templates
 * with one name the one that was created first counts: nobody can put another prompt into the jobs of others by
 * publishing a template under a name that they include.
 */
@Injectable()
export class FragmentResolver {
  constructor(private readonly templates: TemplateStore) {}

  /**
   * Everything that the steps include, directly or through other fragments; a name that nobody has is left out,
   * and the template check reports it where it stands. A public template sees public fragments only, because
   * its readers would otherwise be shown its owner's private ones.
   * @throws InvalidInput when a name belongs to a template with more than one step, or there are too many.
   */
  async resolve(
    steps: readonly TemplateStep[],
    scope: { ownerId: string; publicOnly: boolean },
  ): Promise<Fragments> {
    const found = new Map<string, string>();
    const unknown = new Set<string>();
    for (;;) {
      const missing = includedNames(steps, found).filter(
        (name) => !unknown.has(name),
      );
      if (missing.length === 0) return Object.fromEntries(found);
      if (found.size + missing.length > MAX_FRAGMENTS)
        throw new InvalidInput(
          `A template may include ${MAX_FRAGMENTS} fragments at most.`,
        );
      const templates = await this.findAll(missing, scope);
      for (const name of missing) {
        const template = templates.get(name);
        if (template === undefined) unknown.add(name);
        else found.set(name, fragmentOf(template));
      }
    }
  }

  private async findAll(
    names: readonly string[],
    { ownerId, publicOnly }: { ownerId: string; publicOnly: boolean },
  ): Promise<Map<string, Template>> {
    const found = new Map<string, Template>();
    const own: Listing = (page) => this.templates.listByUser(ownerId, page);
    const shared: Listing = (page) => this.templates.listPublic(page);
    const usable = (template: Template) => !publicOnly || template.isPublic;
    for await (const template of everyOf(own, Infinity)) {
      const { name } = template;
      if (names.includes(name) && usable(template) && !found.has(name))
        found.set(name, template);
      if (names.every((wanted) => found.has(wanted))) return found;
    }
    const others = names.filter((name) => !found.has(name));
    // Newest first by the last change: only the end of the list says who came first.
    for await (const template of everyOf(shared, MAX_PUBLIC_PAGES)) {
      const { name, createdAt } = template;
      const earliest = found.get(name)?.createdAt;
      const isEarlier = earliest === undefined || createdAt < earliest;
      if (others.includes(name) && isEarlier) found.set(name, template);
    }
    return found;
  }
}

async function* everyOf(
  listing: Listing,
  maxPages: number,
): AsyncGenerator<Template> {
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const { items, nextCursor } = await listing({
      limit: MAX_PAGE_SIZE,
      cursor,
    });
    yield* items;
    if (nextCursor === undefined) return;
    cursor = nextCursor;
  }
}

/** Asks the checker, which meets every include, so that there is one understanding of the language. */
function includedNames(
  steps: readonly TemplateStep[],
  found: ReadonlyMap<string, string>,
): string[] {
  const missing = new Set<string>();
  const include = includesFrom(Object.fromEntries(found));
  checkTemplateSteps(steps, {
    include: (name) => {
      if (!found.has(name)) missing.add(name);
      return include(name);
    },
  });
  return [...missing];
}

function fragmentOf({ name, steps }: Template): string {
  const [step, ...more] = steps;
  if (step === undefined || more.length > 0)
    throw new InvalidInput(
      `"${name}" cannot be included: it has ${steps.length} steps, and only templates with one can.`,
      {
        issues: [
          {
            where: `include "${name}"`,
            message: 'is a template with more than one step',
          },
        ],
      },
    );
  return step.prompt;
}
