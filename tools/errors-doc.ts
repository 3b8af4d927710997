import { writeFileSync } from 'node:fs';
import { errorsMarkdown } from '../libs/shared-types/src/errors-doc.ts';

writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsMarkdown());
