import { z } from 'zod';
import { text, version } from '../web/fields.ts';

/** "Ce qui compte pour moi", said by herself in one part of her pathway. */
export const MattersForm = z.object({ part: z.uuid('choice'), matters: text(20_000), version: version() });
