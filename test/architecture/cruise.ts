import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { dependencyRules } from './dependencyRules.ts';

/**
 * Every import under `baseDir` that breaks a rule, as `rule: from → to`. The parser is swc, because TypeScript 7 has no
 * JavaScript API; type-only imports count too.
 */
export async function brokenImports(baseDir: string, folders: readonly string[]): Promise<string[]> {
  const { output } = await cruise([...folders], {
    baseDir,
    parser: 'swc',
    validate: true,
    ruleSet: { forbidden: [...dependencyRules] },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^client/dist/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      conditionNames: ['import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  });
  return violations(output);
}

function violations(output: ICruiseResult | string): string[] {
  if (typeof output === 'string') throw new Error('expected a result of cruising, not a report');
  return output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
}
