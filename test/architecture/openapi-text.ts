import { format } from 'prettier';
import { startService } from '../e2e/support/service.js';

/** The OpenAPI document as the built service answers it: what is committed is what clients get. */
export async function openApiText(): Promise<string> {
  const service = await startService('memory:');
  try {
    const response = await fetch(`${service.url}/docs/openapi.json`);
    return await format(await response.text(), { parser: 'json', printWidth: 120 });
  } finally {
    await service.stop();
  }
}
